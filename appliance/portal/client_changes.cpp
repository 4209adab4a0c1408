#include <nlohmann/json.hpp>

#include "appliance/policy/address.h"
#include "appliance/portal/client_in_path.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/services.h"
#include "appliance/portal/views.h"

namespace gatehouse::portal::handlers {

namespace {

constexpr std::size_t kLongestAlias = 97;  // 64 @ 32
constexpr std::size_t kLongestComment = 500;

// "desk" means desk@ the namespace that is nearest: the organisation's own, or everybody's.
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

}  // namespace

http::Response change_client(Context& context) {
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  JsonBody body(context.request);
  const bool with_alias = body.has("alias"), with_comment = body.has("comment"), dismisses = body.has("help");
  const auto alias = with_alias ? read_alias(body, context) : std::nullopt;
  const std::string comment = with_comment ? body.text("comment", 0, kLongestComment) : "";
  if (dismisses) body.choice("help", {"dismissed"});
  if (auto refusal = body.refusal()) return *refusal;

  const auto id = context.id_parameter("client_id");
  if (!id) return no_such_client();
  std::optional<http::Response> refusal;
  const auto changed = services.database.transaction([&]() -> Result<void> {
    const auto client = services.clients.find(organization, *id);
    if (!client) return client.error();
    if (!*client) refusal = no_such_client();
    if (alias && !refusal && (*client)->portable) {
      const std::string words =
          "This machine runs Gatehouse without installing it, so it has an ID only. Once it is installed "
          "there, "
          "it can have an alias.";
      refusal = to_response({409, "portable_has_no_alias", words, {{"alias", words}}});
    }
    if (with_alias && !refusal) {
      const auto set = services.clients.set_alias(organization, *id, alias);
      if (!set) return set.error();
      if (!*set) {
        const std::string words = "Another machine has this alias.";
        refusal = to_response({409, "alias_taken", words, {{"alias", words}}});
      }
    }
    if (refusal) return Error{"refused"};
    if (dismisses) {
      if (const auto set = services.clients.set_help(*id, {}); !set) return set.error();
    }
    if (!with_comment) return {};
    const auto set = services.clients.set_comment(organization, *id, comment);
    return set ? Result<void>() : set.error();
  });
  if (refusal) return *refusal;
  if (!changed) return store_failed(changed.error());
  if (dismisses) services.needs.help_over(*id);
  if (with_alias) services.needs.alias_changed(*id, alias.value_or(""));
  services.events.publish(organization, Topic::clients);
  return get_client(context);
}

}  // namespace gatehouse::portal::handlers
