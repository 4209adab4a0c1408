// `gatehouse organization`: which organizations there are on the appliance of this machine, a further one, the end of one.
// The appliance may run meanwhile; it sees both within a second.
#include <algorithm>
#include <cstdio>

#include "appliance/app/announcement.h"
#include "appliance/app/commands.h"
#include "appliance/auth/founding.h"
#include "appliance/auth/licensing.h"
#include "appliance/base/acting_as.h"
#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/config/settings.h"
#include "appliance/net/certificates.h"
#include "appliance/policy/email_address.h"
#include "appliance/policy/organization_name.h"
#include "db/organization_repository.h"

namespace gatehouse::app {
namespace {

constexpr std::int64_t kLinkGoodFor = 7 * 24 * 3600;
constexpr int kAtOnce = 200;
constexpr std::size_t kLongestPersonsName = 100, kLongestAddress = 254;

constexpr std::string_view kHowTo =
    "gatehouse organization list, add NAME --owner-email ADDRESS, link ID, license ID TIER, or remove ID "
    "--name NAME";

auth::Asker console() {
  return {{}, "The console", {}};
}

std::uint16_t port_of(const std::string& listen) {
  const auto port = parse_integer(listen.substr(listen.rfind(':') + 1), 0, 65535);
  return static_cast<std::uint16_t>(port.value_or(0));
}

// Where a link leads: what is set for mail, else where other computers reach the appliance, else this machine.
std::string host_for_links(const config::Settings& settings) {
  if (!settings.mail_links.empty()) return settings.mail_links;
  const std::uint16_t port = port_of(settings.server_listen);
  const auto servers = servers_for_others(settings.server_listen, port, settings.server_names,
                                          net::host_names(), tells_local_names());
  return servers.empty() ? "localhost:" + std::to_string(port) : servers.front();
}

void say_link(const config::Settings& settings, const auth::Founded& founded) {
  std::printf(
      "Give its Owner, %s, this link, in a way that nobody else reads. It is good once, until %s, and is "
      "shown "
      "only now:\n\n  https://%s/set-password#%s\n\nThen they sign in with the organization ID %s.\n",
      founded.owner.email.c_str(), rfc3339(founded.link_expires_at).c_str(), host_for_links(settings).c_str(),
      std::string(founded.link.text.view()).c_str(), founded.organization.login_id.c_str());
}

// ", license Standard"; empty: it has everything.
std::string smaller_license(const db::Organization& organization) {
  const auto tier = policy::find_tier(organization.license);
  if (tier == policy::Tier::ultimate) return {};
  return ", license " + (tier ? std::string(policy::tier_label(*tier)) : organization.license);
}

Result<void> list(db::Database& database) {
  db::OrganizationRepository organizations(database);
  db::Cursor after;
  for (bool more = true; more;) {
    const auto page = organizations.sizes(after, kAtOnce);
    if (!page) return page.error();
    for (const auto& [organization, users, clients, waits] : page->rows) {
      std::printf("%-24s %s, %s, since %s%s%s%s  %s\n", organization.login_id.c_str(),
                  cli::counted(users, "user").c_str(), cli::counted(clients, "machine").c_str(),
                  rfc3339(organization.created_at).substr(0, 10).c_str(),
                  smaller_license(organization).c_str(), organization.appliance ? ", owns the appliance" : "",
                  waits ? ", waits for its Owner" : "", organization.name.c_str());
    }
    more = page->next.has_value();
    if (more) after = *page->next;
  }
  return {};
}

Result<std::string> persons_name(const cli::Arguments& arguments, std::string_view option,
                                 std::string otherwise) {
  const std::string name(trimmed(arguments.value(option)));
  if (name.empty()) return otherwise;
  if (!is_plain_text(name) || length_in_characters(name) > kLongestPersonsName)
    return Error{"--" + std::string(option) + " takes one line of at most 100 characters"};
  return name;
}

Result<policy::Tier> read_tier(const std::string& text) {
  const auto tier = policy::find_tier(lower_ascii(text));
  if (!tier) return Error{"a license is standard, advanced or ultimate"};
  return *tier;
}

// Nothing is asked back: who makes the account is not who knows the name.
Result<auth::FoundingOrder> read_order(const cli::Arguments& arguments) {
  auth::FoundingOrder order;
  const auto name = policy::organization_name(arguments.words.size() > 1 ? arguments.words[1] : "");
  if (!name)
    return Error{"name the organization, in one line of at most 100 characters: " + std::string(kHowTo)};
  order.name = *name;
  order.login_id = arguments.value("id");
  if (!order.login_id.empty() && !policy::is_organization_id(order.login_id)) {
    return Error{
        "--id takes 2 to 40 lower-case letters and digits, with single dashes between them: example-org"};
  }
  const std::string email = lower_ascii(trimmed(arguments.value("owner-email")));
  if (!policy::is_email_address(email) || !is_plain_text(email) || email.size() > kLongestAddress)
    return Error{"--owner-email names who is to be its Owner: --owner-email olga@example.org"};
  order.owner.email = email;
  const auto first = persons_name(arguments, "owner-first-name", email.substr(0, email.find('@')));
  if (!first) return first.error();
  const auto last = persons_name(arguments, "owner-last-name", "Owner");
  if (!last) return last.error();
  order.owner.first_name = *first;
  order.owner.last_name = *last;
  if (const std::string license = arguments.value("license"); !license.empty()) {
    const auto tier = read_tier(license);
    if (!tier) return Error{"--license: " + tier.error().message};
    order.tier = *tier;
  }
  order.link_good_for = kLinkGoodFor;
  order.asker = console();
  return order;
}

Result<void> add(const config::Settings& settings, db::Database& database, const auth::FoundingOrder& order) {
  const auto founded = auth::found_organization(database, SystemClock(), order);
  if (!founded) return founded.error();
  if (!*founded) return Error{"there is an organization with the ID " + order.login_id + " already"};
  std::printf("Made the organization %s, with the ID %s.\n\n", (*founded)->organization.name.c_str(),
              (*founded)->organization.login_id.c_str());
  say_link(settings, **founded);
  return {};
}

Result<db::Organization> find(db::Database& database, const cli::Arguments& arguments,
                              std::size_t words = 2) {
  if (arguments.words.size() != words)
    return Error{"name the organization by its ID: " + std::string(kHowTo)};
  const auto found = db::OrganizationRepository(database).find_by_login_id(arguments.words[1]);
  if (!found) return found.error();
  if (!*found)
    return Error{"there is no organization with the ID " + arguments.words[1] +
                 "; 'gatehouse organization list' tells which there are"};
  return **found;
}

Result<void> new_link(const config::Settings& settings, db::Database& database,
                      const cli::Arguments& arguments) {
  const auto organization = find(database, arguments);
  if (!organization) return organization.error();
  const auto founded =
      auth::renew_founders_link(database, SystemClock(), *organization, kLinkGoodFor, console());
  if (!founded) return founded.error();
  if (!*founded)
    return Error{"somebody there has set a password; its own people make new links for each other"};
  say_link(settings, **founded);
  return {};
}

Result<void> change_license(db::Database& database, const cli::Arguments& arguments) {
  const auto organization = find(database, arguments, 3);
  if (!organization) return organization.error();
  const auto tier = read_tier(arguments.words[2]);
  if (!tier) return tier.error();
  const auto licensed = auth::change_license(database, SystemClock(), organization->id, *tier, console());
  if (!licensed) return licensed.error();
  if (!licensed->in_the_way.empty()) return Error{licensed->in_the_way};
  if (!licensed->organization) return Error{"it is gone already"};
  std::printf("%s has the license %s now.\n", organization->name.c_str(),
              std::string(policy::tier_label(*tier)).c_str());
  return {};
}

Result<void> remove(db::Database& database, const cli::Arguments& arguments) {
  const auto organization = find(database, arguments);
  if (!organization) return organization.error();
  if (organization->appliance)
    return Error{"this organization owns the appliance, which would be nobody's without it"};
  if (trimmed(arguments.value("name")) != organization->name) {
    return Error{
        "everything of this organization would be deleted for good. To do so, say its name, too: --name \"" +
        organization->name + "\""};
  }
  const auto gone = auth::remove_organization(database, SystemClock(), organization->id, console());
  if (!gone) return gone.error();
  if (!*gone) return Error{"it is gone already"};
  std::printf("%s is deleted, with %s and %s. Backups made before still hold it.\n",
              organization->name.c_str(), cli::counted((*gone)->users, "user").c_str(),
              cli::counted((*gone)->clients, "machine").c_str());
  return {};
}

int wrong_usage(const std::string& words) {
  cli::fail("organization", words);
  return 2;
}

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("organization", arguments);
  if (!settings) return 2;
  const std::string word = arguments.words.empty() ? "list" : arguments.words.front();
  if (word != "list" && word != "add" && word != "link" && word != "license" && word != "remove")
    return wrong_usage("what is to be done? " + std::string(kHowTo));
  std::optional<auth::FoundingOrder> order;
  if (word == "add") {
    auto read = read_order(arguments);
    if (!read) return wrong_usage(read.error().message);
    order = *std::move(read);
  }
  const std::string& data = settings->server_data;
  if (!file_exists(data + "/" + db::kDatabaseFile))
    return cli::fail("organization", "there is no appliance in " + data +
                                         ": give the settings of the appliance, --config=FILE or "
                                         "--server.data=DIRECTORY");
  const auto acting = ActingAsOwner::of(data);
  if (!acting) return cli::fail("organization", acting.error().message);
  auto database = db::Database::open(data);
  if (!database) return cli::fail("organization", database.error().message);
  const auto done = word == "add"       ? add(*settings, **database, *order)
                    : word == "link"    ? new_link(*settings, **database, arguments)
                    : word == "list"    ? list(**database)
                    : word == "license" ? change_license(**database, arguments)
                                        : remove(**database, arguments);
  return done ? 0 : cli::fail("organization", done.error().message);
}

constexpr std::string_view kDetails = R"(
Several organizations may share an appliance. Nothing of one is seen or reached by another. The first, made when the appliance
was set up, owns it: its Owner can do the same in the portal, on the page Organizations. The appliance may run meanwhile.

  list                        all of them, with their ID, users and machines
  add NAME                    a further one; prints the link by which its Owner sets a password
  --id ID                     what its people type to sign in; made from the name when it is missing
  --owner-email ADDRESS       who is to be its Owner; nothing is sent there
  --license TIER              standard, advanced or ultimate, which it is when this is missing
  --owner-first-name NAME, --owner-last-name NAME   made from the address when they are missing
  link ID                     another link, as long as nobody there has set a password
  license ID TIER             another license; a smaller one when nothing is there that it does not have
  remove ID --name NAME       delete it with everything in it; its machines are cut off. NAME is its name, to be sure
)";

}  // namespace

const cli::Command& organization_command() {
  static const cli::Command command = {
      "organization",
      "[list | add NAME | link ID | license ID TIER | remove ID]",
      "manage the organizations that share this appliance",
      {},
      run,
      3,
      {"id", "name", "license", "owner-email", "owner-first-name", "owner-last-name"},
      kDetails};
  return command;
}

}  // namespace gatehouse::app
