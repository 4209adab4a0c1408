#include "appliance/app/relay_bridge.h"

#include "appliance/base/log.h"
#include "appliance/base/text.h"
#include "db/client_repository.h"
#include "db/relay_node_repository.h"

namespace gatehouse::app {
namespace {

std::optional<relay::CallRequest> for_relay(const std::optional<portal::CallRequest>& claimed) {
  if (!claimed) return std::nullopt;
  return relay::CallRequest{.call = static_cast<relay::CallId>(claimed->session),
                            .device = static_cast<relay::DeviceId>(claimed->client),
                            .ticket = claimed->ticket};
}

}  // namespace

RelayBridge::RelayBridge(net::EventLoop& loop, StoreWorker& worker, db::Database& database,
                         const Clock& clock, const app::Identity& identity, std::string default_namespace)
    : loop_(loop),
      worker_(worker),
      database_(database),
      clock_(clock),
      certificates_(database, clock, identity.devices().present(), std::move(default_namespace)),
      papers_(database, clock, identity.authority(), identity.devices(), identity.all_names()) {}

void RelayBridge::identify(const std::string& link_key, std::function<void(std::optional<Identity>)> answer) {
  worker_.run_unless_full([this, link_key, answer = std::move(answer)] {
    std::optional<Identity> identity;
    const auto client = db::ClientRepository(database_).find_by_link_key(link_key);
    if (!client) {
      log::error("relay", client.error().message);
    } else if (const auto& found = *client) {
      const auto device = static_cast<relay::DeviceId>(found->id);
      organizations_[device] = found->organization;
      identity = Identity{device, found->alias.value_or(""), found->help.has_value(),
                          static_cast<std::uint64_t>(found->organization)};
    }
    loop_.post([answer, identity] { answer(identity); });
  });
}

void RelayBridge::enrol(const wire::Enrol& request, const std::string& peer_ip,
                        std::function<void(Result<Enrolled>)> answer) {
  worker_.run_unless_full([this, request, peer_ip, answer = std::move(answer)] {
    if (auto joined = papers_.join(request); joined && *joined) {
      log::info("relay", "relay " + std::to_string((*joined)->device) + " joined from " + peer_ip);
      return loop_.post([answer, joined = **std::move(joined)] { answer(joined); });
    }
    auto enrolled = certificates_.enrol(request, peer_ip);
    if (enrolled) {
      const auto device = static_cast<relay::DeviceId>(enrolled->machine);
      organizations_[device] = enrolled->organization;
      log::info("relay", "enrolled machine " + std::to_string(device) + " from " + peer_ip);
      tell(device, portal::Portal::ClientNews::joined);
      changed(device);
    } else {
      log::write(log::Level::info, "relay",
                 "refused to enrol a machine from " + peer_ip + ": " + enrolled.error().message,
                 refusals_logged_);
    }
    loop_.post([answer, enrolled = std::move(enrolled)] {
      if (!enrolled) return answer(enrolled.error());
      answer(Enrolled{static_cast<relay::DeviceId>(enrolled->machine), enrolled->certificate_pem});
    });
  });
}

void RelayBridge::renew(relay::DeviceId device, const std::string& request_pem,
                        std::function<void(Result<std::string>)> answer) {
  worker_.run([this, device, request_pem, answer = std::move(answer)] {
    auto renewed = certificates_.renew(static_cast<db::ClientId>(device), request_pem);
    const std::string machine = "machine " + std::to_string(device);
    if (renewed) {
      log::info("relay", "renewed the certificate of " + machine);
    } else {
      log::write(log::Level::warning, "relay",
                 "the certificate of " + machine + " was not renewed: " + renewed.error().message,
                 refusals_logged_);
    }
    loop_.post([answer, renewed = std::move(renewed)] { answer(renewed); });
  });
}

void RelayBridge::set_identity(const app::Identity& identity) {
  worker_.run(
      [this, authority = identity.authority(), devices = identity.devices(), names = identity.all_names()] {
        certificates_.set_authority(devices.present());
        papers_.set_identity(authority, devices, names);
      });
}

void RelayBridge::device_online(relay::DeviceId device, const wire::Hello& hello,
                                const std::string& peer_ip) {
  worker_.run([this, device, hello, peer_ip] {
    log::info("relay", "machine " + std::to_string(device) + " is online from " + peer_ip);
    remember_key(device, hello.device_key);
    store(device, hello.facts);
    tell(device, portal::Portal::ClientNews::online);
  });
}

void RelayBridge::remember_key(relay::DeviceId device, const std::string& device_key) {
  const auto kept = db::ClientRepository(database_).keep_device_key(static_cast<db::ClientId>(device),
                                                                    base64url(device_key));
  if (!kept) return log::error("relay", kept.error().message);
  if (!*kept) {
    log::warning("relay", "machine " + std::to_string(device) +
                              " came with another key than it had; it can't be reached until somebody "
                              "confirms the new one");
  }
}

void RelayBridge::device_cloned(relay::DeviceId device, const wire::Hello& hello,
                                const std::string& peer_ip) {
  worker_.run([this, device, hello, peer_ip] {
    log::write(log::Level::warning, "relay",
               "another machine, " + hello.facts.host_name + " at " + peer_ip + ", has the key of machine " +
                   std::to_string(device) + " and was refused",
               clones_logged_);
    const auto noted = db::ClientRepository(database_).note_clone(
        static_cast<db::ClientId>(device), {hello.facts.host_name, peer_ip, clock_.unix_seconds()});
    if (!noted) log::error("relay", noted.error().message);
    changed(device);
  });
}

void RelayBridge::help_wanted(relay::DeviceId device, const wire::Help& help,
                              std::function<void(bool)> answer) {
  worker_.run([this, device, help, answer = std::move(answer)] {
    std::optional<db::Client::Help> asked;
    if (help.wanted) asked = db::Client::Help{clock_.unix_seconds(), help.words};
    const auto set = db::ClientRepository(database_).set_help(static_cast<db::ClientId>(device), asked);
    if (!set) return log::error("relay", set.error().message);
    if (*set) {
      log::info("relay", "machine " + std::to_string(device) +
                             (help.wanted ? " asks for help" : " asks for help no more"));
      changed(device);
    }
    loop_.post([answer, noted = help.wanted] { answer(noted); });
  });
}

void RelayBridge::device_updated(relay::DeviceId device, const wire::Facts& facts) {
  worker_.run([this, device, facts] { store(device, facts); });
}

void RelayBridge::store(relay::DeviceId device, const wire::Facts& facts) {
  const auto updated = db::ClientRepository(database_).update_facts(static_cast<db::ClientId>(device),
                                                                    stored(facts), clock_.unix_seconds());
  if (!updated) log::error("relay", updated.error().message);
  changed(device);
}

void RelayBridge::device_offline(relay::DeviceId device) {
  worker_.run([this, device] {
    log::info("relay", "machine " + std::to_string(device) + " is offline");
    const auto touched =
        db::ClientRepository(database_).touch(static_cast<db::ClientId>(device), clock_.unix_seconds());
    if (!touched) log::error("relay", touched.error().message);
    changed(device);
    tell(device, portal::Portal::ClientNews::offline);
  });
}

void RelayBridge::tell(relay::DeviceId device, portal::Portal::ClientNews news) {
  if (const auto found = organizations_.find(device); found != organizations_.end())
    portal_->client_news(found->second, static_cast<db::ClientId>(device), news);
}

void RelayBridge::changed(relay::DeviceId device) {
  if (const auto found = organizations_.find(device); found != organizations_.end()) {
    portal_->clients_changed(found->second);
  }
}

std::optional<relay::CallRequest> RelayBridge::claim_call(relay::CallId call, const std::string& view_key,
                                                          const std::string& origin) {
  return for_relay(portal_->claim_call(static_cast<db::SessionId>(call), view_key, origin));
}

std::optional<relay::CallRequest> RelayBridge::claim_direct_call(relay::CallId call, relay::DeviceId device) {
  return for_relay(
      portal_->claim_direct_call(static_cast<db::SessionId>(call), static_cast<db::ClientId>(device)));
}

void RelayBridge::admit_node(const std::string& link_key, const wire::Node& said,
                             std::function<void(std::optional<NodePapers>)> answer) {
  worker_.run_unless_full([this, link_key, said, answer = std::move(answer)] {
    auto papers = papers_.admit(link_key, said);
    if (!papers) {
      log::error("relay", "a relay was not let in: " + papers.error().message);
      return loop_.post([answer] {});  // without an answer it comes again
    }
    loop_.post([answer, found = *std::move(papers)] { answer(found); });
  });
}

void RelayBridge::node_seen(relay::NodeId node) {
  worker_.run([this, node] {
    const auto seen =
        db::RelayNodeRepository(database_).seen(static_cast<db::RelayNodeId>(node), clock_.unix_seconds());
    if (!seen) log::error("relay", seen.error().message);
  });
}

void RelayBridge::nodes_changed(std::uint64_t organization) {
  worker_.run(
      [this, organization] { portal_->relays_changed(static_cast<db::OrganizationId>(organization)); });
}

void RelayBridge::call_opened(relay::CallId call, const relay::CallPath& path) {
  worker_.run([this, call, path] {
    portal::SessionPath shown{.direct_from = path.direct_from};
    if (path.node != 0) {
      const auto name = db::RelayNodeRepository(database_).name(static_cast<db::RelayNodeId>(path.node));
      shown.relay = name ? *name : "";
    }
    portal_->session_opened(static_cast<db::SessionId>(call), shown);
  });
}

void RelayBridge::call_encodes(relay::DeviceId device, relay::CallId call, const std::string& encoder) {
  portal_->session_encodes(static_cast<db::SessionId>(call), static_cast<db::ClientId>(device), encoder);
}

void RelayBridge::call_grants(relay::DeviceId device, const wire::Grants& said) {
  const auto session = static_cast<db::SessionId>(said.call_id);
  if (!portal_->session_grants(session, static_cast<db::ClientId>(device), said.permissions, said.profile))
    return;
  worker_.run([this, session] { portal_->store_grant(session); });
}

void RelayBridge::call_elevated(relay::DeviceId device, relay::CallId call, bool on) {
  const auto session = static_cast<db::SessionId>(call);
  if (!portal_->session_elevated(session, static_cast<db::ClientId>(device), on)) return;
  worker_.run([this, session, on] { portal_->store_elevation(session, on); });
}

void RelayBridge::device_unattended(relay::DeviceId device, bool on) {
  worker_.run([this, device, on] {
    const auto found = organizations_.find(device);
    if (found != organizations_.end())
      portal_->client_unattended(found->second, static_cast<db::ClientId>(device), on);
  });
}

void RelayBridge::call_progress(relay::CallId call, std::uint64_t to_viewer, std::uint64_t to_device) {
  if (!progress_.put(call, {to_viewer, to_device})) return;
  worker_.run([this, call] {
    const auto bytes = progress_.take(call);
    portal_->session_progress(static_cast<db::SessionId>(call), bytes.to_viewer, bytes.to_device);
  });
}

void RelayBridge::call_ended(relay::CallId call, wire::CloseReason reason, std::uint64_t to_viewer,
                             std::uint64_t to_device) {
  worker_.run(
      [=, this] { portal_->session_ended(static_cast<db::SessionId>(call), reason, to_viewer, to_device); });
}

}  // namespace gatehouse::app
