#include <nlohmann/json.hpp>

#include "appliance/base/text.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/user_providers.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

using nlohmann::json;

constexpr std::int64_t kOwnerWatched = 7, kOwnerDays = 5;  // so many of the last days is daily
constexpr int kRecentSessions = 5;
constexpr std::int64_t kDay = 24 * 60 * 60;
constexpr std::uint64_t kLowDisk = 512ull << 20;

void add_low_disk(Context& context, json& list) {
  const Disk disk = context.services.needs.disk();
  if (disk.total_bytes == 0 || disk.free_bytes >= kLowDisk) return;
  list.push_back(
      {{"code", "disk_low"},
       {"words",
        "The disk of the appliance is almost full. Make room, or it will stop recording what happens."},
       {"link", nullptr}});
}

void add_forwarding(Context& context, json& list) {
  const std::string problem = context.services.needs.audit_forwarding_problem();
  if (problem.empty()) return;
  list.push_back(
      {{"code", "audit_not_forwarded"},
       {"words", "The audit log can't be forwarded to the syslog server, and waits: " + problem + "."},
       {"link", nullptr}});
}

// Several may have one name.
std::string name_of(const db::Client& client) {
  const std::string address = client.alias.value_or(grouped(std::to_string(client.id)));
  return client.facts.name.empty() ? "machine " + address : client.facts.name + " (" + address + ")";
}

Result<void> add_changed_keys(Context& context, json& list) {
  db::ClientFilter filter;
  filter.changed_key = true;
  const auto waiting = context.services.clients.list(context.caller->organization.id, filter, {}, 2);
  if (!waiting) return waiting.error();
  if (waiting->rows.empty()) return {};
  const db::Client& first = waiting->rows.front();
  const std::string id = std::to_string(first.id);
  const bool is_one = waiting->rows.size() == 1;
  const std::string who = name_of(first);
  list.push_back({{"code", "device_key_changed"},
                  {"words", is_one ? who + " came with another key than it had. It can't be reached until "
                                           "somebody confirms the new one."
                                   : "Several machines came with other keys than they had. They can't be "
                                     "reached until somebody confirms the new ones."},
                  {"link", is_one ? "/clients/" + id : "/clients?key=changed"}});
  return {};
}

Result<void> add_help(Context& context, json& list) {
  db::ClientFilter filter;
  filter.help = true;
  const auto asking = context.services.clients.list(context.caller->organization.id, filter, {}, 2);
  if (!asking) return asking.error();
  if (asking->rows.empty()) return {};
  const db::Client& first = asking->rows.front();
  const bool is_one = asking->rows.size() == 1;
  const std::string words = first.help->words.empty() ? "." : ": “" + first.help->words + "”";
  list.push_back({{"code", "help_requested"},
                  {"words", is_one ? "Somebody at " + name_of(first) + " asks for help" + words
                                   : "Help is requested at several machines."},
                  {"link", is_one ? "/clients/" + std::to_string(first.id) : "/clients?help=requested"}});
  return {};
}

Result<void> add_approvals(Context& context, json& list) {
  const db::ApprovalFilter filter = {.waiting_at = context.services.clock.unix_seconds()};
  const auto waiting = context.services.approvals.list(context.caller->organization.id, filter, {}, 50);
  if (!waiting) return waiting.error();
  const db::Approval* first = nullptr;
  int count = 0;
  for (const db::Approval& one : waiting->rows) {
    if (one.asked_by == context.caller->user.id) continue;
    if (count++ == 0) first = &one;
  }
  if (first == nullptr) return {};
  list.push_back({{"code", "approval_wanted"},
                  {"words", count == 1 ? first->asked_by_name + " asks to connect to " + first->client_name +
                                             ", and needs your approval or somebody else's."
                                       : "Several people ask to connect to machines that need an approval."},
                  {"link", "/clients/approvals"}});
  return {};
}

// The account that may do everything is for setting things up, not for every day.
Result<void> add_owner(Context& context, json& list) {
  Services& services = context.services;
  const db::OrganizationId organization = context.caller->organization.id;
  const std::int64_t now = services.clock.unix_seconds();
  const auto accounts = services.users.count(organization, now);
  if (!accounts) return accounts.error();
  if (*accounts <= 1) {
    list.push_back({{"code", "only_owner"},
                    {"words",
                     "Yours is the only account, and it may do everything. Add users with just the rights "
                     "that their work needs, also one for your own, and keep this account for setting up."},
                    {"link", "/users"}});
    return {};
  }
  const auto days = services.audit.days_of(organization, context.caller->user.id, now - kOwnerWatched * kDay);
  if (!days) return days.error();
  if (*days < kOwnerDays) return {};
  list.push_back(
      {{"code", "owner_daily"},
       {"words",
        "You use the Owner's account nearly every day. Create a user with just the rights that your "
        "daily work needs, and keep this account for setting up."},
       {"link", "/users"}});
  return {};
}

// What somebody should look at; nothing for those who could do nothing about it.
Result<void> add_attention(Context& context, json& dashboard) {
  const policy::Access& access = context.caller->rights.access;
  json& list = dashboard["attention"];
  if (access.allows(policy::Section::organization, policy::Level::view)) {
    add_low_disk(context, list);
    if (context.caller->organization.appliance) add_forwarding(context, list);
  }
  if (access.allows(policy::Section::clients, policy::Level::view)) {
    if (auto done = add_help(context, list); !done) return done;
  }
  if (access.allows(policy::Section::clients, policy::Level::edit)) {
    if (auto done = add_changed_keys(context, list); !done) return done;
    if (auto done = add_approvals(context, list); !done) return done;
  }
  // It says to create users.
  if (context.caller->rights.owner && makes_users_by_hand(context.caller->organization))
    return add_owner(context, list);
  return {};
}

Result<void> add_clients(Context& context, json& dashboard) {
  Services& services = context.services;
  const db::OrganizationId organization = context.caller->organization.id;
  const auto total = services.clients.count(organization);
  if (!total) return total.error();
  dashboard["clients_total"] = *total;
  const auto online = count_online(services, organization);
  if (!online) return online.error();
  dashboard["clients_online"] = *online;
  const auto own = services.clients.find_this_machine();
  if (!own) return own.error();
  if (*own && (*own)->organization == organization) {
    dashboard["this_machine"] = client_view(**own, services);
  }
  return {};
}

Result<void> add_sessions(Context& context, json& dashboard) {
  Services& services = context.services;
  const db::OrganizationId organization = context.caller->organization.id;
  const auto active = services.sessions.count_active(organization);
  if (!active) return active.error();
  const std::int64_t now = services.clock.unix_seconds();
  const auto today = services.sessions.count_started_since(organization, now - now % kDay);
  if (!today) return today.error();
  const auto recent = services.sessions.list(organization, {}, {}, kRecentSessions);
  if (!recent) return recent.error();
  dashboard["sessions_active"] = *active;
  dashboard["sessions_today"] = *today;
  for (const db::Session& session : recent->rows)
    dashboard["recent_sessions"].push_back(session_view(session, services.book));
  return {};
}

}  // namespace

http::Response get_dashboard(Context& context) {
  json dashboard = {{"clients_total", nullptr},         {"clients_online", nullptr},
                    {"sessions_active", nullptr},       {"sessions_today", nullptr},
                    {"recent_sessions", json::array()}, {"this_machine", nullptr},
                    {"attention", json::array()}};
  if (const auto done = add_attention(context, dashboard); !done) return store_failed(done.error());
  if (context.caller->rights.access.allows(policy::Section::clients, policy::Level::view)) {
    if (const auto done = add_clients(context, dashboard); !done) return store_failed(done.error());
  }
  if (context.caller->rights.access.allows(policy::Section::sessions, policy::Level::view)) {
    if (const auto done = add_sessions(context, dashboard); !done) return store_failed(done.error());
  }
  return json_response(200, dashboard);
}

}  // namespace gatehouse::portal::handlers
