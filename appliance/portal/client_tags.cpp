// Tags of machines: those in use, and how those of many machines change at once.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "appliance/base/text.h"
#include "appliance/portal/changes.h"
#include "appliance/portal/found.h"
#include "appliance/portal/handlers.h"
#include "appliance/portal/input.h"
#include "appliance/portal/list_answers.h"
#include "appliance/portal/problem.h"
#include "appliance/portal/query.h"
#include "appliance/portal/services.h"
#include "appliance/portal/tags.h"

namespace gatehouse::portal::handlers {

namespace {

using nlohmann::json;
using Tags = std::vector<std::string>;

constexpr std::size_t kMostAtOnce = 500;
constexpr std::size_t kMostUnknownNamed = 10;

bool has_tag(const Tags& tags, const std::string& tag) {
  return std::ranges::find(tags, lower_ascii(tag), lower_ascii) != tags.end();
}

Tags without(Tags tags, const Tags& others) {
  std::erase_if(tags, [&](const std::string& tag) { return has_tag(others, tag); });
  return tags;
}

Refusal refuse_unknown(const std::vector<db::ClientId>& unknown) {
  if (unknown.empty()) return {};
  std::string words = "There is no such machine: ";
  const std::size_t named = std::min(unknown.size(), kMostUnknownNamed);
  for (std::size_t i = 0; i < named; ++i) words += (i == 0 ? "" : ", ") + std::to_string(unknown[i]);
  if (unknown.size() > named) words += " and " + std::to_string(unknown.size() - named) + " more";
  return to_response({404, "no_such_client", words + "."});
}

http::Response too_many_tags(const db::Client& client) {
  const std::string id = std::to_string(client.id);
  Problem problem{409, "too_many_tags",
                  "A machine has at most " + std::to_string(kMostTags) + " tags, and " +
                      (client.facts.name.empty() ? id : client.facts.name + " (" + id + ")") +
                      " would have more. Nothing was changed."};
  problem.client_id = id;
  return to_response(problem);
}

// What became of one: null when it stays as it is.
Found<json> change_one(Context& context, const db::Client& client, const Tags& add, const Tags& remove) {
  const Tags kept = without(client.tags, remove), removed = without(client.tags, kept);
  const Tags added = by_name(without(add, client.tags));
  if (added.empty() && removed.empty()) return json();
  Tags tags = kept;
  tags.insert(tags.end(), added.begin(), added.end());
  tags = by_name(std::move(tags));
  if (tags.size() > kMostTags) return too_many_tags(client);
  if (auto refusal = refused(context.services.clients.set_tags(client.organization, client.id, tags)))
    return *std::move(refusal);
  const http::Response noted = note(
      context,
      {"client.changed", client.id, client.facts.name, {{"tags", client.tags}}, {{"tags", std::move(tags)}}},
      no_content());
  if (noted.status >= 400) return noted;
  return json{{"client_id", std::to_string(client.id)}, {"added", added}, {"removed", removed}};
}

}  // namespace

http::Response list_client_tags(Context& context) {
  Query query(context.request);
  if (auto refusal = query.refusal()) return *refusal;
  return list_response(context.services.clients.tags(context.caller->organization.id),
                       [](const db::TagCount& one) -> json {
                         return {{"tag", one.tag}, {"clients", one.things}};
                       });
}

// All of them, or none.
http::Response change_client_tags(Context& context) {
  Services& services = context.services;
  const auto organization = context.caller->organization.id;
  JsonBody body(context.request);
  const auto ids = body.ids("clients", kMostAtOnce);
  const Tags add = body.has("add") ? read_tags(body, "add") : Tags();
  const Tags remove = body.has("remove") ? read_tags(body, "remove") : Tags();
  if (ids.empty()) body.fail("clients", "Name at least one.");
  if (add.empty() && remove.empty()) body.fail("add", "Name a tag to add or to remove.");
  if (without(add, remove).size() < add.size()) body.fail("remove", "A tag is added or removed, not both.");
  if (auto refusal = body.refusal()) return *refusal;

  http::Response answer = in_transaction(services, [&]() -> http::Response {
    std::vector<db::Client> clients;
    std::vector<db::ClientId> unknown;
    for (const db::ClientId id : ids) {
      auto client = services.clients.find(organization, id);
      if (!client) return store_failed(client.error());
      if (*client)
        clients.push_back(**std::move(client));
      else
        unknown.push_back(id);
    }
    if (auto refusal = refuse_unknown(unknown)) return *refusal;
    // Kept with the last step, not with the first machine's.
    db::DoneRequest* const doing = std::exchange(context.doing, nullptr);
    json changes = json::array();
    for (const db::Client& client : clients) {
      const auto change = change_one(context, client, add, remove);
      if (!change) return change.refusal();
      if (!change->is_null()) changes.push_back(*change);
    }
    context.doing = doing;
    const std::size_t changed = changes.size();
    http::Response done = json_response(200, {{"changed", changed}, {"changes", std::move(changes)}});
    if (auto refusal = services.idempotency.keep(context, done)) return *refusal;
    return done;
  });
  if (answer.status < 400) services.events.publish(organization, Topic::clients);
  return answer;
}

}  // namespace gatehouse::portal::handlers
