// `gatehouse profile`: the permission profiles of this machine. A running agent sees every change at once.
#include <algorithm>
#include <cstdio>

#include "appliance/agent/profile_file.h"
#include "appliance/agent/profile_password.h"
#include "appliance/app/commands.h"
#include "appliance/app/machine_settings.h"
#include "appliance/app/profile_listing.h"
#include "appliance/base/acting_as.h"
#include "appliance/base/text.h"
#include "appliance/config/change.h"
#include "appliance/connect/terminal.h"

namespace gatehouse::app {
namespace {

using agent::Profile;
using agent::Profiles;
using policy::Permissions;

constexpr std::string_view kHowTo =
    "gatehouse profile list, show NAME, add NAME [PERMISSION...], set NAME PERMISSION..., enable NAME, "
    "disable NAME, first NAME, password NAME, remove NAME, or presets";

struct Order {
  std::string directory, name;
  const cli::Arguments& arguments;
};

Result<void> list(const Order& order) {
  const auto profiles = agent::load_profiles(order.directory);
  if (!profiles) return profiles.error();
  print_profiles(*profiles);
  return {};
}

Result<void> show(const Order& order) {
  const auto profiles = agent::load_profiles(order.directory);
  if (!profiles) return profiles.error();
  const Profile* const profile = profiles->find(order.name);
  if (profile == nullptr) return agent::no_such_profile(*profiles, order.name);
  print_profile(*profile);
  return {};
}

// The words after the name; each may be several, separated by commas.
Result<Permissions> read_permissions(const cli::Arguments& arguments) {
  std::uint32_t bits = 0;
  for (std::size_t at = 2; at < arguments.words.size(); ++at) {
    for (const std::string& part : split(arguments.words[at], ',')) {
      const std::string word(trimmed(part));
      if (word.empty()) continue;
      const auto known = policy::find_permission(word);
      if (!known && word != "all" && word != "none") {
        std::vector<std::string> names = {"all", "none"};
        for (const policy::PermissionRow& row : policy::kPermissions) names.emplace_back(row.name);
        const auto near = nearest_word(word, names);
        return Error{"there is no permission '" + word + "'" +
                     (near ? ", did you mean '" + *near + "'?" : "; gatehouse help profile lists them")};
      }
      bits |= known ? static_cast<std::uint32_t>(*known) : word == "all" ? Permissions::all().bits() : 0;
    }
  }
  return Permissions::from_bits(bits);
}

void warn_of_unavailable(Permissions permissions) {
  const Permissions missing = Permissions::from_bits(permissions.bits() & ~Permissions::available().bits());
  if (missing == Permissions() || permissions == Permissions::all()) return;
  std::printf("Unavailable in this version, and not granted: %s.\n",
              policy::permission_names(missing, ", ").c_str());
}

Result<void> add(const Order& order) {
  const auto permissions = read_permissions(order.arguments);
  if (!permissions) return permissions.error();
  Profile profile;
  profile.name = order.name;
  profile.attended = !order.arguments.has("only-by-password");
  profile.permissions = order.arguments.words.size() > 2 ? *permissions : Permissions::view_only();
  const Permissions given = profile.permissions;
  const auto done =
      agent::change_profiles(order.directory, [&](Profiles& all) { return all.add(std::move(profile)); });
  if (!done) return done;
  std::printf("Added the profile %s, behind the others.\n", order.name.c_str());
  warn_of_unavailable(given);
  return {};
}

Result<void> edit(const Order& order, const std::function<Result<void>(Profiles&, Profile&)>& change) {
  return agent::change_profiles(order.directory, [&](Profiles& all) -> Result<void> {
    Profile* const profile = all.find(order.name);
    if (profile == nullptr) return agent::no_such_profile(all, order.name);
    return change(all, *profile);
  });
}

Result<void> set(const Order& order) {
  const auto permissions = read_permissions(order.arguments);
  if (!permissions) return permissions.error();
  if (order.arguments.words.size() < 3)
    return Error{"name the permissions, all or none: " + std::string(kHowTo)};
  const auto done = edit(order, [&](Profiles&, Profile& profile) -> Result<void> {
    profile.permissions = *permissions;
    profile.unknown.clear();
    return {};
  });
  if (!done) return done;
  std::printf(
      "%s now allows: %s.\n", order.name.c_str(),
      *permissions == Permissions() ? "nothing" : policy::permission_names(*permissions, ", ").c_str());
  warn_of_unavailable(*permissions);
  return {};
}

void tell_risk(const std::string& name) {
  std::printf(
      "Unattended access is on, with the profile %s. From now on anybody who may connect to this machine in "
      "the\nportal and knows the password comes in at any time, and nobody here is asked. Choose a password "
      "that is used\nnowhere else, give the profile no more permissions than are needed, and switch it off "
      "when it is not:\n  gatehouse profile disable \"%s\"\n",
      name.c_str(), name.c_str());
}

Result<void> enable(const Order& order, bool enabled) {
  bool risk = false;
  const auto done = edit(order, [&](Profiles&, Profile& profile) -> Result<void> {
    if (enabled && !profile.attended && profile.password.empty()) {
      return Error{
          "this profile is good by its password only, and has none. Set it, which enables the "
          "profile, too: gatehouse profile password \"" +
          profile.name + "\""};
    }
    risk = enabled && !profile.enabled && !profile.password.empty();
    profile.enabled = enabled;
    return {};
  });
  if (!done) return done;
  std::printf("%s is %s.\n", order.name.c_str(), enabled ? "on" : "off");
  if (risk) tell_risk(order.name);
  return {};
}

Result<void> first(const Order& order) {
  const auto done = edit(order, [&](Profiles& all, Profile&) -> Result<void> {
    all.put_first(order.name);
    return {};
  });
  if (done) std::printf("%s is the first one.\n", order.name.c_str());
  return done;
}

Result<void> remove(const Order& order) {
  const auto done = edit(order, [&](Profiles& all, Profile&) -> Result<void> {
    all.remove(order.name);
    return {};
  });
  if (done) std::printf("Removed %s.\n", order.name.c_str());
  return done;
}

Result<Secret> new_password(const cli::Arguments& arguments) {
  const bool from_input = arguments.has("password-stdin");
  auto password = connect::read_password(from_input);
  if (!password) return password;
  if (auto ok = agent::check_profile_password(password->view()); !ok) return ok.error();
  if (from_input) return password;
  std::fprintf(stderr, "Once more. ");
  const auto again = connect::read_password(false);
  if (!again) return again.error();
  if (again->view() != password->view()) return Error{"the two are not the same"};
  return password;
}

Result<void> set_password(const Order& order) {
  if (order.arguments.has("clear")) {
    const auto done = agent::clear_profile_password(order.directory, order.name);
    if (done) std::printf("%s has no password any more.\n", order.name.c_str());
    return done;
  }
  const auto profiles = agent::load_profiles(order.directory);
  if (!profiles) return profiles.error();
  if (profiles->find(order.name) == nullptr) return agent::no_such_profile(*profiles, order.name);
  const auto password = new_password(order.arguments);
  if (!password) return password.error();
  const auto done = agent::set_profile_password(order.directory, order.name, *password);
  if (done) tell_risk(order.name);
  return done;
}

Result<void> presets(const Order& order) {
  const auto done = agent::restore_presets(order.directory);
  if (done)
    std::printf(
        "The profiles are the presets again: Default, Screen Sharing, Full Access, and Unattended "
        "Access, which is off. All passwords are gone.\n");
  return done;
}

int wrong_usage(const std::string& words) {
  cli::fail("profile", words);
  return 2;
}

int run(const cli::Arguments& arguments) {
  const auto& words = arguments.words;
  const std::string word = words.empty() ? "list" : words.front();
  const bool takes_name = word != "list" && word != "presets";
  const bool takes_more = word == "set" || word == "add";
  static const std::vector<std::string> known = {"list",    "show",  "add",      "set",    "enable",
                                                 "disable", "first", "password", "remove", "presets"};
  if (std::ranges::find(known, word) == known.end() || (takes_name && words.size() < 2) ||
      (!takes_more && words.size() > (takes_name ? 2u : 1u)))
    return wrong_usage("what is to be done? " + std::string(kHowTo));
  const auto settings = load_machine_settings("profile", arguments);
  if (!settings) return 2;
  if (const auto locked = config::locked(*settings); locked && word != "list" && word != "show")
    return cli::fail("profile", locked->message);
  const auto acting = ActingAsOwner::of(settings->agent_data);
  if (!acting) return cli::fail("profile", acting.error().message);
  const Order order{settings->agent_data, words.size() > 1 ? words[1] : "", arguments};
  const auto done = word == "list"       ? list(order)
                    : word == "show"     ? show(order)
                    : word == "add"      ? add(order)
                    : word == "set"      ? set(order)
                    : word == "enable"   ? enable(order, true)
                    : word == "disable"  ? enable(order, false)
                    : word == "first"    ? first(order)
                    : word == "password" ? set_password(order)
                    : word == "remove"   ? remove(order)
                                         : presets(order);
  return done ? 0 : cli::fail("profile", done.error().message);
}

constexpr std::string_view kDetails = R"(
What a viewer may do on this machine. Who comes in without a password gets the first profile that is on, and never more than
the portal and the setting agent.permissions allow. Without any profile that is on, every session is refused. A running agent
takes a change at once; sessions lose at once what their profile doesn't allow any more. For root, or the agent's account.

  list, show NAME             all of them; one with every permission, and which are unavailable
  add NAME [PERMISSION...]    a further one; view_screen alone when no permission is named
  --only-by-password          with add: never without its password
  set NAME PERMISSION...      what it allows: names of permissions, all or none
  enable NAME, disable NAME   switch it on or off
  first NAME                  put it before the others
  password NAME               unattended access: who types this password comes in by this profile, with nobody asked
  --password-stdin            take it from standard input
  --clear                     it has no password any more
  remove NAME                 the presets, too, can be removed
  presets                     begin anew: Default, Screen Sharing, Full Access, Unattended Access (off); no passwords
)";

}  // namespace

const cli::Command& profile_command() {
  static const cli::Command command = {"profile",
                                       "[list | show NAME | add NAME | set NAME PERMISSION... | ...]",
                                       "say what viewers may do on this machine",
                                       {"only-by-password", "password-stdin", "clear"},
                                       run,
                                       2 + std::size(policy::kPermissions),
                                       {},
                                       kDetails};
  return command;
}

}  // namespace gatehouse::app
