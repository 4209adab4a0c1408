#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "db/database.h"
#include "db/page.h"
#include "db/records.h"

namespace gatehouse::db {

// The newest first; by name without regard to (ASCII) case; or who was last seen latest first, and those never seen at
// the end.
enum class ClientOrder { newest, name, seen };

struct ClientFilter {
  std::string
      search;  // in id, alias, name, comment, system, user or tags; without regard to (ASCII) case; empty: all
  // Whether a new key of the machine waits to be confirmed. Nothing: all.
  std::optional<bool> changed_key;
  std::optional<bool> help;       // whether somebody there asks for help. Nothing: all.
  std::string platform;           // exactly this one; empty: all
  std::vector<std::string> tags;  // it has all of these, whatever their (ASCII) case; each once
  ClientOrder order = ClientOrder::newest;
  // What the store can't know (is it online?). Empty: all.
  std::function<bool(ClientId)> wanted;
};

// The machines that can be reached.
class ClientRepository {
 public:
  explicit ClientRepository(Database& database) : database_(database) {}

  // Draws the number: nine or ten digits, never one that a machine has or had in the session history.
  Result<Client> add(OrganizationId organization, const std::string& link_key, const ClientFacts& facts,
                     bool this_machine, std::int64_t now, bool portable = false);
  Result<std::optional<Client>> find(OrganizationId organization, ClientId id);
  // Aliases are unique on the appliance, without regard to case (they are ASCII).
  Result<std::optional<Client>> find_by_alias(OrganizationId organization, const std::string& alias);
  // For the relay, which knows a device by its certificate and learns the organization from here.
  Result<std::optional<Client>> find_by_link_key(const std::string& link_key);
  // The appliance's own agent, if it has enrolled.
  Result<std::optional<Client>> find_this_machine();
  Result<Page<Client>> list(OrganizationId organization, const ClientFilter& filter, const Cursor& after,
                            int limit);
  // Those that machines here have, in order; a machine that never said what it is has none.
  Result<std::vector<std::string>> platforms(OrganizationId organization);
  // Those in use, by tag; the most used where there are more than kMostTagsCounted. Those that differ in (ASCII) case only
  // are one.
  static constexpr int kMostTagsCounted = 1000;
  Result<std::vector<TagCount>> tags(OrganizationId organization);
  Result<std::int64_t> count(OrganizationId organization);
  // Of all its machines, in no order.
  Result<std::vector<ClientId>> ids(OrganizationId organization);
  Result<std::int64_t> count_in_namespace(OrganizationId organization, const std::string& space);

  // False: no such client.
  Result<bool> update_facts(ClientId id, const ClientFacts& facts, std::int64_t now);
  Result<bool> note_clone(ClientId id, const Client::Clone& clone);
  // Nothing: nobody asks any more. False: nothing has changed by that, or there is no such client.
  Result<bool> set_help(ClientId id, const std::optional<Client::Help>& help);
  // False: it was so before, or there is no such client.
  Result<bool> set_unattended(ClientId id, bool on);
  Result<bool> touch(ClientId id, std::int64_t now);
  // A machine that enrols comes with new keys, too: the next one it shows is taken.
  Result<bool> set_link_key(OrganizationId organization, ClientId id, const std::string& link_key);
  // The key that the machine shows: kept if it is the first. False: it had another one, and this one waits to be
  // confirmed.
  Result<bool> keep_device_key(ClientId id, const std::string& device_key);
  // `offered` is the machine's key from now on. False: it is not what waits, or there is no such client.
  Result<bool> confirm_device_key(OrganizationId organization, ClientId id, const std::string& offered);
  // False: another client has it, or there is no such client. Nothing takes the alias away. A portable one takes none:
  // that is an error.
  Result<bool> set_alias(OrganizationId organization, ClientId id, const std::optional<std::string>& alias);
  // False: there is no such client.
  Result<bool> set_comment(OrganizationId organization, ClientId id, const std::string& comment);
  // These and no others, in this order; each once, whatever its (ASCII) case.
  Result<bool> set_tags(OrganizationId organization, ClientId id, const std::vector<std::string>& tags);
  // False: there is no such client.
  Result<bool> set_opening_hours(OrganizationId organization, ClientId id, const std::string& hours);
  Result<bool> require_approval(OrganizationId organization, ClientId id, bool required);
  Result<bool> remove(OrganizationId organization, ClientId id);

 private:
  Database& database_;
};

}  // namespace gatehouse::db
