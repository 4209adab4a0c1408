// A portal over a real store in a temporary directory, in a faked world, and browsers that speak to it as
// values.
#pragma once
#include <sys/socket.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "appliance/base/text.h"
#include "appliance/net/certificates.h"
#include "appliance/policy/relay_host.h"
#include "appliance/portal/guard.h"
#include "appliance/portal/portal.h"
#include "appliance/portal/routes.h"
#include "db/client_repository.h"
#include "db/organization_repository.h"
#include "db/session_repository.h"
#include "db/user_repository.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::portal_test {

using nlohmann::json;

inline constexpr const char* kHost = "box.example:8443";
inline constexpr const char* kPassword = "correct horse battery";

// 32 bytes each.
inline const std::string kViewerKey(43, 'A'), kDeviceKey = std::string(42, 'B') + 'A';

inline json call_to(const json& address) {
  return {{"address", address}, {"viewer_key", kViewerKey}};
}

struct FakeClock final : Clock {
  std::int64_t now = 1769860800;  // 2026-01-31T12:00:00Z
  std::int64_t unix_seconds() const override { return now; }
  SteadyTime steady() const override { return SteadyTime(std::chrono::seconds(now)); }
};

struct FakeNeeds final : portal::PortalNeeds {
  struct Started {
    portal::CallRequest request;
    UniqueFd viewer;
    std::function<void(wire::CloseReason)> ended;
  };
  std::set<db::ClientId> online;
  std::map<db::SessionId, Started> started;
  std::vector<std::pair<db::SessionId, wire::CloseReason>> hung_up;
  std::vector<db::OrganizationId> set_up_for;
  int webhooks_queued = 0;
  void webhook_queued() override { ++webhooks_queued; }
  portal::Disk disk_now{1ull << 40, 1ull << 40};

  bool is_online(db::ClientId client) override { return online.contains(client); }
  std::optional<std::chrono::microseconds> round_trip(db::ClientId client) override {
    if (!online.contains(client)) return std::nullopt;
    return std::chrono::microseconds(12345);
  }
  std::optional<std::chrono::microseconds> appliance_measured;
  std::optional<std::chrono::microseconds> appliance_from(db::ClientId) override {
    return appliance_measured;
  }
  std::map<db::ClientId, std::vector<std::string>> reachable;
  std::vector<std::string> direct_addresses(db::ClientId client) override { return reachable[client]; }
  void start_call(portal::CallRequest request, UniqueFd viewer,
                  std::function<void(wire::CloseReason)> ended) override {
    const db::SessionId id = request.session;
    started[id] = {std::move(request), std::move(viewer), std::move(ended)};
  }
  void hang_up(db::SessionId session, wire::CloseReason reason) override {
    hung_up.emplace_back(session, reason);
  }
  std::vector<db::ClientId> dropped;
  void drop_client(db::ClientId client) override {
    dropped.push_back(client);
    online.erase(client);
  }
  std::vector<db::OrganizationId> dropped_organizations;
  void drop_organization(db::OrganizationId organization) override {
    dropped_organizations.push_back(organization);
  }
  std::map<db::ClientId, std::string> aliases;
  void alias_changed(db::ClientId client, const std::string& alias) override { aliases[client] = alias; }
  std::vector<db::ClientId> helped;
  void help_over(db::ClientId client) override { helped.push_back(client); }
  std::map<db::RelayNodeId, portal::RelayState> relay_states;
  portal::RelayState relay_state(db::RelayNodeId relay) override { return relay_states[relay]; }
  std::vector<db::RelayNodeId> dropped_relays;
  void drop_relay(db::RelayNodeId relay) override { dropped_relays.push_back(relay); }
  std::vector<portal::RelayOffer> offers;
  std::vector<portal::RelayOffer> relays_for(db::OrganizationId, db::ClientId) override { return offers; }
  bool is_own_name(const std::string& host) override {
    return !policy::may_be_relay_host(host, {"box.example", "192.0.2.1", "2001:db8::1"});
  }
  std::vector<std::string> servers_for_others() override { return {"box.example:8443", "192.0.2.1:8443"}; }
  void write_later(std::function<void()> task) override { task(); }
  int mail_woken = 0;
  void mail_waits() override { ++mail_woken; }
  std::string forwarding_problem;
  std::string audit_forwarding_problem() override { return forwarding_problem; }
  void set_up(db::OrganizationId organization) override { set_up_for.push_back(organization); }
  // One hour east of UTC, all year.
  std::int64_t offset_now = 3600;
  std::int64_t utc_offset(std::int64_t) override { return offset_now; }
  std::string time_zone() override { return "Europe/Berlin"; }
  portal::Disk disk() override { return disk_now; }
  std::vector<portal::Metric> metrics() override {
    return {{"gatehouse_devices_online", "Machines online.", portal::Metric::Kind::gauge, online.size()}};
  }
};

struct Answer {
  int status = 0;
  http::Fields headers;
  std::string text;
  json body;  // discarded when it is none

  explicit Answer(http::Response response)
      : status(response.status),
        headers(std::move(response.headers)),
        text(content_of(response)),
        body(json::parse(text, nullptr, false)) {}

  static std::string content_of(const http::Response& response) {
    if (!response.file)
      return response.static_body.empty() ? response.body : std::string(as_text(response.static_body));
    std::string content(response.file->size, '\0');
    GH_ASSERT(::pread(response.file->file->get(), content.data(), content.size(), 0) ==
              static_cast<ssize_t>(content.size()));
    return content;
  }
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
  std::string string(const std::string& field) const { return body.at(field).get<std::string>(); }
  std::string code() const { return body.is_object() ? body.value("code", "") : ""; }
  bool names(const std::string& field) const {
    return body.is_object() && body.contains("fields") && body["fields"].contains(field);
  }
};

struct World;

// Keeps its cookie and sends the CSRF token, as the UI does.
class Browser {
 public:
  explicit Browser(World& world, std::string from = "192.0.2.1") : world_(world), address(std::move(from)) {}

  http::Request request(std::string method, const std::string& target, const json& body = nullptr) const;
  Answer send(const http::Request& request);
  Answer get(const std::string& target) { return send(request("GET", target)); }
  Answer post(const std::string& target, const json& body = nullptr) {
    return send(request("POST", target, body));
  }
  Answer patch(const std::string& target, const json& body) { return send(request("PATCH", target, body)); }
  Answer put(const std::string& target, const json& body = json::object()) {
    return send(request("PUT", target, body));
  }
  // As patch(), if it is still the version that `etag` names.
  Answer patch_if(const std::string& etag, const std::string& target, const json& body) {
    auto wanted = request("PATCH", target, body);
    wanted.headers.emplace_back("if-match", etag);
    return send(wanted);
  }
  Answer del(const std::string& target) { return send(request("DELETE", target)); }
  std::variant<http::Response, http::WebSocketAccept> upgrade(const std::string& target);

  Answer log_in(const std::string& email, const std::string& password = kPassword);

 private:
  World& world_;

 public:
  std::string address, cookie, csrf;
  std::string step;     // the cookie between password and code
  std::string passkey;  // the one of who was asked for a passkey alone
};

// The far end of a WebSocket that was accepted.
struct OpenSocket {
  explicit OpenSocket(const http::WebSocketAccept& accept) : close_code(accept.close_code) {
    int ends[2];
    GH_ASSERT(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    browser = UniqueFd(ends[0]);
    accept.opened(UniqueFd(ends[1]));
  }
  // Over, after whatever was said before.
  bool closed() const {
    char buffer[4096];
    ssize_t count = 0;
    while ((count = ::recv(browser.get(), buffer, sizeof buffer, MSG_DONTWAIT)) > 0) {
    }
    return count == 0;
  }
  std::string heard() const {
    char buffer[4096];
    const ssize_t count = ::recv(browser.get(), buffer, sizeof buffer, MSG_DONTWAIT);
    return count > 0 ? std::string(buffer, static_cast<std::size_t>(count)) : std::string();
  }
  int code() const { return close_code().first; }

  UniqueFd browser;
  std::function<std::pair<std::uint16_t, std::string>()> close_code;
};

struct World {
  test::TemporaryDirectory directory;
  FakeClock clock;
  FakeNeeds needs;
  std::unique_ptr<db::Database> database;
  credentials::PasswordHasher hasher{{.memory_kib = 8, .passes = 1, .lanes = 1}};
  const seal::SigningKey audit_key = *seal::SigningKey::from_pem(net::new_key_pem());
  const seal::TicketSigner tickets = *seal::TicketSigner::from_pem(net::new_key_pem());
  auth::SetupCode setup_code{clock};
  std::unique_ptr<portal::Portal> portal;
  std::string document = "{\"openapi\":\"3.1.0\"}";
  embedded::File documents[1] = {{"openapi.json", as_bytes(document)}};

  World() {
    auto opened = db::Database::open(directory.path());
    REQUIRE(opened);
    database = std::move(*opened);
    start();
  }
  portal::PortalOptions options{"1.2.3", {}, documents};
  void start() { start(portal::socket_budget(320, 128)); }
  void start(portal::SocketBudget sockets, auth::LoginBinding binding = auth::LoginBinding::off) {
    portal.reset();
    options.sockets = sockets;
    options.bind_logins = binding;
    auto made =
        portal::Portal::create(options, {needs, clock, *database, hasher, tickets, setup_code, audit_key});
    REQUIRE(made);
    portal = std::move(*made);
    portal->set_authorities({std::string(32, 'f'), "certificates"});
  }

  json setup_body() const {
    return {{"code", setup_code.text()}, {"organization_name", "Example"}, {"first_name", "Olga"},
            {"last_name", "Owner"},      {"email", "olga@example.org"},    {"password", kPassword}};
  }
  // The owner, signed in.
  Browser set_up() {
    Browser browser(*this);
    const Answer answer = browser.post("/api/v1/setup", setup_body());
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    return browser;
  }
  db::Organization organization() {
    auto own = db::OrganizationRepository(*database).find_appliance();
    REQUIRE(own);
    REQUIRE(*own);
    return **own;
  }
  // From now on the organization has a license with what `route` wants: teams have what others don't.
  void license(db::OrganizationId organization, const portal::Route& route) {
    const auto feature = route.access.feature();
    const bool team = feature && !policy::includes(policy::Tier::ultimate, *feature);
    REQUIRE(db::OrganizationRepository(*database).set_license(organization, team ? "advanced" : "ultimate"));
  }
  // Somebody with these roles and the password kPassword.
  db::User add_user(const std::string& email, const std::vector<std::string>& roles) {
    db::UserRepository users(*database);
    const auto olga = users.find_by_email(organization().id, "olga@example.org");
    REQUIRE(olga);
    db::User user = **olga;
    user.email = email;
    user.first_name = "Some";
    user.last_name = "One";
    auto added = users.add(user, roles);
    REQUIRE(added);
    return **added;
  }
  Browser signed_in(const std::string& email, const std::vector<std::string>& roles) {
    add_user(email, roles);
    Browser browser(*this);
    REQUIRE(browser.log_in(email).status == 200);
    return browser;
  }
  db::Client add_client(const std::string& name, bool online = true) {
    db::ClientFacts facts;
    facts.name = name;
    auto added = db::ClientRepository(*database).add(organization().id, "fingerprint of " + name, facts,
                                                     false, clock.now);
    REQUIRE(added);
    if (online) {
      REQUIRE(db::ClientRepository(*database).keep_device_key(added->id, kDeviceKey));
      needs.online.insert(added->id);
    }
    return *added;
  }
};

inline http::Request Browser::request(std::string method, const std::string& target, const json& body) const {
  http::Request request;
  const std::size_t mark = target.find('?');
  request.method = std::move(method);
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) {
    for (const std::string& pair : split(target.substr(mark + 1), '&')) {
      const std::size_t equals = pair.find('=');
      request.query.emplace_back(pair.substr(0, equals),
                                 equals == std::string::npos ? "" : pair.substr(equals + 1));
    }
  }
  request.headers = {{"host", kHost}, {"origin", std::string("https://") + kHost}, {"user-agent", "Test"}};
  std::string cookies = cookie.empty() ? "" : "__Host-gatehouse=" + cookie;
  if (!step.empty()) cookies += (cookies.empty() ? "" : "; ") + ("__Host-gatehouse-step=" + step);
  if (!passkey.empty()) cookies += (cookies.empty() ? "" : "; ") + ("__Host-gatehouse-passkey=" + passkey);
  if (!cookies.empty()) request.headers.emplace_back("cookie", cookies);
  if (!csrf.empty()) request.headers.emplace_back("x-csrf-token", csrf);
  if (!body.is_null()) {
    request.headers.emplace_back("content-type", "application/json");
    request.body = body.dump();
  }
  request.remote_address = address;
  return request;
}

inline Answer Browser::send(const http::Request& request) {
  Answer answer(world_.portal->handle(request));
  for (const auto& [name, set] : answer.headers) {
    if (name != "Set-Cookie") continue;
    const std::size_t equals = set.find('=');
    const std::string value = set.substr(equals + 1, set.find(';') - equals - 1);
    const std::string cookie_name = set.substr(0, equals);
    (cookie_name == "__Host-gatehouse-step"      ? step
     : cookie_name == "__Host-gatehouse-passkey" ? passkey
                                                 : cookie) = value;
  }
  if (answer.body.is_object() && answer.body.contains("csrf_token")) csrf = answer.string("csrf_token");
  return answer;
}

inline std::variant<http::Response, http::WebSocketAccept> Browser::upgrade(const std::string& target) {
  return world_.portal->upgrade(request("GET", target));
}

inline Answer Browser::log_in(const std::string& email, const std::string& password) {
  return post(
      "/api/v1/login",
      {{"organization_id", world_.organization().login_id}, {"email", email}, {"password", password}});
}

}  // namespace gatehouse::portal_test
