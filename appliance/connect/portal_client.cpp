#include "appliance/connect/portal_client.h"

#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/wire/link.h"

namespace gatehouse::connect {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kWordsCap = 500;
constexpr std::size_t kMostRelays = 3;
constexpr std::string_view kTokenPrefix = "gatehouse_";  // auth/api_token_text.h

Json parsed(std::string_view body) {
  return Json::parse(body, nullptr, false);
}

// A field of an object that is text; empty: there is none.
std::string text(const Json& object, const char* field) {
  if (!object.is_object()) return {};
  const auto found = object.find(field);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json member(const Json& object, const char* field) {
  if (!object.is_object()) return {};
  const auto found = object.find(field);
  return found != object.end() ? *found : Json();
}

// For a terminal: a portal that is not what it should be must not write escape sequences there.
std::string printable(const std::string& words, const char* otherwise) {
  return !words.empty() && words.size() <= kWordsCap && is_plain_text(words) ? words : otherwise;
}

std::uint64_t number(const std::string& digits) {
  return static_cast<std::uint64_t>(parse_integer(digits, 1, INT64_MAX).value_or(0));
}

// An appliance that is not what it should be must not aim us at this machine itself.
std::vector<wire::DirectAddress> addresses(const Json& list) {
  std::vector<wire::DirectAddress> found;
  if (!list.is_array()) return found;
  for (const Json& item : list) {
    if (!item.is_string() || found.size() >= wire::kReachableCap) continue;
    if (auto address = wire::parse_direct_address(item.get<std::string>()))
      found.push_back(*std::move(address));
  }
  return found;
}

std::string bytes(const std::string& encoded) {
  return from_base64url(encoded).value_or("");
}

std::optional<std::chrono::microseconds> milliseconds(const Json& json) {
  if (!json.is_number() || json.get<double>() < 0 || json.get<double>() > 1e6) return std::nullopt;
  return std::chrono::microseconds(static_cast<std::int64_t>(json.get<double>() * 1000));
}

std::vector<RelayOffer> relay_offers(const Json& json) {
  std::vector<RelayOffer> offers;
  if (!json.is_array()) return offers;
  for (const Json& one : json) {
    const auto from_machine = milliseconds(member(one, "from_machine_ms"));
    RelayOffer offer{number(text(one, "id")), printable(text(one, "name"), "a relay"), text(one, "address"),
                     from_machine.value_or(std::chrono::microseconds(0))};
    if (from_machine && offer.id != 0 && offers.size() < kMostRelays) offers.push_back(std::move(offer));
  }
  return offers;
}

}  // namespace

PortalClient::PortalClient(std::string server, std::string authority_pem)
    : server_(std::move(server)), origin_("https://" + server_), authority_pem_(std::move(authority_pem)) {}

PortalClient::~PortalClient() {
  log_out();
}

std::variant<fetch::Answer, fetch::Failure> PortalClient::call(const std::string& method,
                                                               const std::string& path,
                                                               std::string_view body) {
  fetch::Request request;
  request.method = method;
  request.url = origin_ + "/api/v1" + path;
  request.authority_pem = authority_pem_;
  request.body = body;
  // libcurl names a port in Host only when it is not 443, as browsers do: so does Origin.
  const bool usual_port = server_.ends_with(":443");
  request.headers = {
      {"Origin", usual_port ? origin_.substr(0, origin_.size() - 4) : origin_},
      {"User-Agent", "gatehouse connect/" GATEHOUSE_VERSION},
      {"Accept", "application/json"},
  };
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  if (!cookie_.empty()) request.headers.emplace_back("Cookie", cookie_.view());
  if (!csrf_token_.empty()) request.headers.emplace_back("X-CSRF-Token", csrf_token_.view());
  if (!authorization_.empty()) request.headers.emplace_back("Authorization", authorization_.view());
  return fetch::fetch(request);
}

Result<bool> PortalClient::reach() {
  const auto outcome = call("GET", "/state");
  if (const auto* failure = std::get_if<fetch::Failure>(&outcome)) {
    if (failure->untrusted) return false;
    return Error{"cannot reach " + server_ + ": " + failure->words};
  }
  const auto& answer = std::get<fetch::Answer>(outcome);
  if (answer.status == 421)
    return Error{server_ + " is no name of that appliance; use one of those that its console shows"};
  if (answer.status != 200 || !parsed(answer.body).is_object())
    return Error{"there is no Gatehouse appliance at " + server_};
  return true;
}

Result<std::string> PortalClient::ask(const std::string& path, std::string_view body, std::string* code) {
  auto outcome = call("POST", path, body);
  if (const auto* failure = std::get_if<fetch::Failure>(&outcome))
    return Error{"cannot reach " + server_ + ": " + failure->words};
  auto& answer = std::get<fetch::Answer>(outcome);
  if (answer.status >= 200 && answer.status < 300) {
    if (const std::string set = answer.header("set-cookie"); !set.empty())
      cookie_ = Secret(set.substr(0, set.find(';')));
    return std::move(answer.body);
  }
  if (code != nullptr) *code = text(parsed(answer.body), "code");
  return Error{printable(text(parsed(answer.body), "detail"),
                         ("the appliance answered with status " + std::to_string(answer.status)).c_str())};
}

Result<void> PortalClient::use_token(const Secret& token) {
  const std::string_view text = trimmed(token.view());
  if (!text.starts_with(kTokenPrefix) || !is_plain_text(text))
    return Error{
        "this is no API token; one begins with gatehouse_ and is made in the portal, under My Profile"};
  authorization_ = Secret("Bearer " + std::string(text));
  return {};
}

Result<void> PortalClient::begin_login(const std::string& me) {
  csrf_token_ = Secret(text(parsed(me), "csrf_token"));
  if (csrf_token_.empty() || cookie_.empty()) return Error{"the appliance did not answer as it should"};
  return {};
}

Result<PortalClient::LogIn> PortalClient::log_in(const std::string& organization, const std::string& email,
                                                 const Secret& password) {
  Json body = {{"organization_id", organization}, {"email", email}, {"password", password.view()}};
  Secret sent(body.dump(-1, ' ', false, Json::error_handler_t::replace));
  const auto answer = ask("/login", sent.view());
  if (!answer) return answer.error();
  if (!text(parsed(*answer), "second_factor").empty()) return LogIn::wants_code;
  if (const auto begun = begin_login(*answer); !begun) return begun.error();
  return LogIn::done;
}

Result<bool> PortalClient::show_code(const Secret& code) {
  const Json body = {{"code", code.view()}};
  const Secret sent(body.dump(-1, ' ', false, Json::error_handler_t::replace));
  std::string refusal;
  const auto answer = ask("/login/code", sent.view(), &refusal);
  if (!answer && refusal == "wrong_code") return false;
  if (!answer) return answer.error();
  if (const auto begun = begin_login(*answer); !begun) return begun.error();
  return true;
}

Result<Connection> PortalClient::connect(const std::string& address, const seal::PublicKey& viewer_key,
                                         const std::string& reason) {
  Json body = {{"address", address}, {"viewer_key", base64url(as_text(viewer_key))}, {"transport", "link"}};
  if (!reason.empty()) body["reason"] = reason;
  const auto answer = ask("/connections", body.dump(-1, ' ', false, Json::error_handler_t::replace));
  if (!answer) return answer.error();
  const Json json = parsed(*answer);
  const Json client = member(json, "client");
  const Json link = member(json, "link");
  Connection connection;
  connection.session = number(text(json, "session_id"));
  connection.device = number(text(client, "id"));
  connection.machine_name = printable(text(client, "name"), "a machine");
  connection.ticket = text(json, "ticket");
  connection.view_key = bytes(text(link, "view_key"));
  connection.authority_fingerprint = from_hex(text(link, "authority_fingerprint")).value_or("");
  connection.relays = relay_offers(member(json, "relays"));
  connection.appliance_from_machine = milliseconds(member(json, "from_machine_ms"));
  connection.authorities_pem = text(link, "authorities");
  connection.direct = addresses(member(link, "direct"));
  const auto key = seal::public_key_from(as_bytes(bytes(text(json, "device_key"))));
  if (!key || connection.session == 0 || connection.device == 0 || connection.ticket.empty() ||
      connection.ticket.size() > wire::kTicketCap || connection.view_key.size() != wire::kViewKeySize ||
      connection.authority_fingerprint.size() != 32) {
    return Error{"the appliance did not answer as it should; is it as new as this program?"};
  }
  connection.device_key = *key;
  return connection;
}

void PortalClient::log_out() {
  if (csrf_token_.empty()) return;
  call("POST", "/logout");
  cookie_ = Secret();
  csrf_token_ = Secret();
}

}  // namespace gatehouse::connect
