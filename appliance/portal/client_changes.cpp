#include <nlohmann/json.hpp>

#include "appliance/policy/address.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/client_in_path.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/json_values.h"
#include "appliance/portal/opening_hours.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/shown_version.h"
#include "appliance/portal/tags.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestAlias = 97;  // 64 @ 32
constexpr std::size_t kLongestComment = 500;

// "desk" means desk@ the namespace that is nearest: the organization's own, or everybody's.
std::string with_namespace(const std::string& typed, const std::string& nearest) {
  return typed.find('@') == std::string::npos ? typed + "@" + nearest : typed;
}

std::optional<std::string> read_alias(JsonBody& body, const Context& context) {
  const auto typed = body.optional_text("alias", kLongestAlias);
  if (!typed) return std::nullopt;
  const auto& own = context.caller->organization.space;
  const std::string& everybodys = context.services.options.default_namespace;
  const std::string alias = with_namespace(*typed, own.value_or(everybodys));
  if (!policy::is_alias(alias)) {
    body.fail("alias",
              "Write it as name@namespace, with letters, digits, '.', '_' and '-', a letter or digit at both "
              "ends.");
  } else if (!policy::is_in_namespace(alias, everybodys) && !(own && policy::is_in_namespace(alias, *own))) {
    body.fail("alias", "An alias here ends in " + (own ? "@" + *own + " or @" : "@") + everybodys + ".");
  }
  return alias;
}

nlohmann::json set_by_people(const db::Client& client) {
  return {{"alias", text_view(client.alias)},
          {"comment", client.comment},
          {"tags", client.tags},
          {"opening_hours", opening_hours_in_log(client.opening_hours)},
          {"approval_required", client.approval_required},
          {"help", client.help.has_value()}};
}

// Whoever takes the second person away has to show who they are, which a program can't, as it can't be that person.
Refusal refuse_to_widen(Context& context, const db::Client& client, bool required) {
  const bool widens = client.approval_required && !required;
  if (!widens) return {};
  if (context.caller->token) return login_only();
  if (context.services.logins.is_confirmed(*context.caller)) return {};
  return confirmation_wanted();
}

http::Response refused_alias(std::string_view code, const std::string& words) {
  return to_response({409, code, words, {{"alias", words}}});
}

}  // namespace

http::Response change_client(Context& context) {
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  JsonBody body(context.request);
  const bool with_alias = body.has("alias"), with_comment = body.has("comment"), with_tags = body.has("tags"),
             with_hours = body.has("opening_hours"), with_approval = body.has("approval_required"),
             dismisses = body.has("help");
  const auto alias = with_alias ? read_alias(body, context) : std::nullopt;
  const std::string comment = with_comment ? body.text("comment", 0, kLongestComment) : "";
  const auto tags = with_tags ? by_name(read_tags(body, "tags")) : std::vector<std::string>();
  const std::string hours = with_hours ? read_opening_hours(body, "opening_hours") : "";
  const bool approval = with_approval && body.boolean("approval_required");
  if (dismisses) body.choice("help", {"dismissed"});
  if (auto refusal = body.refusal()) return *refusal;

  const http::Response done = in_transaction(services, [&]() -> http::Response {
    const auto client = client_in_path(context);
    if (!client) return client.refusal();
    if (auto stale = refuse_stale(context.request, shown_version(*client))) return *stale;
    if (alias && client->portable) {
      return refused_alias(
          "portable_has_no_alias",
          "This machine runs Gatehouse without installing it, so it has an ID only. Once it is "
          "installed there, it can have an alias.");
    }
    if (with_alias) {
      const auto set = services.clients.set_alias(organization, client->id, alias);
      const auto taken = refused_alias("alias_taken", "Another machine has this alias.");
      if (auto refusal = refused(set, taken)) return *refusal;
    }
    if (dismisses) {
      if (auto refusal = refused(services.clients.set_help(client->id, {}))) return *refusal;
    }
    if (with_comment) {
      const auto set = services.clients.set_comment(organization, client->id, comment);
      if (auto refusal = refused(set)) return *refusal;
    }
    if (with_tags) {
      const auto set = services.clients.set_tags(organization, client->id, tags);
      if (auto refusal = refused(set)) return *refusal;
    }
    if (with_approval) {
      if (auto refusal = refuse_to_widen(context, *client, approval)) return *refusal;
      const auto set = services.clients.require_approval(organization, client->id, approval);
      if (auto refusal = refused(set)) return *refusal;
    }
    if (with_hours) {
      const auto set = services.clients.set_opening_hours(organization, client->id, hours);
      if (auto refusal = refused(set)) return *refusal;
    }
    db::Client now = *client;
    if (with_alias) now.alias = alias;
    if (with_comment) now.comment = comment;
    if (with_tags) now.tags = tags;
    if (with_hours) now.opening_hours = hours;
    if (with_approval) now.approval_required = approval;
    if (dismisses) now.help.reset();
    return note(
        context,
        {"client.changed", client->id, client->facts.name, set_by_people(*client), set_by_people(now)},
        no_content());
  });
  if (done.status >= 400) return done;
  const auto id = context.id_in_path("client_id");
  if (dismisses) services.needs.help_over(id);
  if (with_alias) services.needs.alias_changed(id, alias.value_or(""));
  if (with_hours || with_approval) services.recheck_live();
  services.events.publish(organization, Topic::clients);
  return get_client(context);
}

}  // namespace gatehouse::portal::handlers
