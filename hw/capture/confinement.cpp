#include "hw/capture/confinement.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "hw/capture/child_process.h"

namespace gatehouse::hw {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBubblewrap = "/usr/bin/bwrap";
constexpr std::chrono::seconds kCagePatience{5};
constexpr const char* kOtherWays =
    "; or start Gatehouse as root, or choose another screen with desktop.capture";

// What programs of a desktop read in /etc. Not all of /etc: keys and settings of the appliance may be there,
// readable to the account that we share with the desktop.
constexpr const char* kSystemFiles[] = {
    "alternatives", "bash.bashrc", "ca-certificates", "debian_version",
    "fonts",        "group",       "hosts",           "inputrc",
    "ld.so.cache",  "ld.so.conf",  "ld.so.conf.d",    "locale.alias",
    "localtime",    "magic",       "mime.types",      "nsswitch.conf",
    "os-release",   "passwd",      "profile",         "profile.d",
    "protocols",    "resolv.conf", "services",        "shells",
    "ssl/certs",    "terminfo",    "timezone",        "X11",
    "xdg",          "xattr.conf",
};

// Directories of the root that are links into /usr on merged systems.
constexpr const char* kRootDirectories[] = {"bin", "sbin", "lib", "lib32", "lib64", "libx32"};

using Words = std::vector<std::string>;

void add(Words& words, std::initializer_list<std::string> more) {
  words.insert(words.end(), more);
}

// The system's programs and nothing that belongs to anybody.
Words cage(const std::vector<std::string>& hidden) {
  Words words = {kBubblewrap,     "--unshare-user",       "--unshare-pid",
                 "--unshare-ipc", "--unshare-cgroup-try", "--die-with-parent",
                 "--new-session"};
  add(words, {"--ro-bind", "/usr", "/usr"});
  for (const char* name : kRootDirectories) {
    const std::string path = std::string("/") + name;
    std::error_code none;
    const fs::path link = fs::read_symlink(path, none);
    if (!link.empty()) {
      add(words, {"--symlink", link.string(), path});
    } else {
      add(words, {"--ro-bind-try", path, path});
    }
  }
  for (const char* name : kSystemFiles) {
    const std::string path = std::string("/etc/") + name;
    add(words, {"--ro-bind-try", path, path});
  }
  add(words, {"--ro-bind-try", "/var/cache/fontconfig", "/var/cache/fontconfig"});
  add(words, {"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"});
  // Elsewhere they are out of sight anyway.
  for (const std::string& path : hidden) {
    std::error_code failed;
    const fs::path whole = fs::canonical(path, failed);
    if (failed || !whole.string().starts_with("/usr/")) continue;
    if (fs::is_directory(whole, failed)) {
      add(words, {"--tmpfs", whole.string()});
    } else {
      add(words, {"--ro-bind", "/dev/null", whole.string()});
    }
  }
  return words;
}

SpawnOptions command(Words words) {
  SpawnOptions options;
  options.program = words.front();
  options.words = std::move(words);
  return options;
}

// What the kernel or bubblewrap has against a cage; empty: nothing.
Result<std::string> objection(const std::vector<std::string>& hidden) {
  Words words = cage(hidden);
  add(words, {"--", "/usr/bin/true"});
  SpawnOptions options = command(std::move(words));
  options.environment.emplace();
  const Result<Outcome> outcome = run_to_end(std::move(options), kCagePatience);
  if (!outcome) return outcome.error();
  if (!outcome->status) return std::string("bubblewrap did not end");
  if (*outcome->status == 0) return std::string();
  const std::string text = outcome->said.substr(0, outcome->said.find('\n'));
  return text.empty() ? "it ended without a word" : text;
}

Result<Account> chosen_account(const std::string& user) {
  if (!user.empty()) {
    const auto account = find_account(user);
    if (!account)
      return Error{"there is no user '" + user +
                   "' to run the virtual desktop as; create it (useradd --system " + user +
                   ") or name another with desktop.user"};
    return *account;
  }
  for (const char* name : {kDesktopAccount, kSharedAccount}) {
    if (const auto account = find_account(std::string(name))) return *account;
  }
  return Error{std::string("there is no user '") + kDesktopAccount +
               "' to run the virtual desktop as; create it (useradd --system " + kDesktopAccount +
               ") or name another with desktop.user"};
}

// That the account owns nothing that it is to be kept from.
Result<void> check_stranger(const Account& account, const std::vector<std::string>& hidden) {
  for (const std::string& path : hidden) {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0 && info.st_uid == account.uid)
      return Error{"the virtual desktop must not run as '" + account.name + "', to whom " + path +
                   " belongs; name another user with desktop.user"};
  }
  return {};
}

}  // namespace

Result<Confinement> Confinement::find(const std::string& user, const std::vector<std::string>& hidden) {
  if (::geteuid() == 0) {
    auto account = chosen_account(user);
    if (!account) return account.error();
    if (account->uid == 0)
      return Error{"the virtual desktop must not run as root; name another user with desktop.user"};
    if (auto stranger = check_stranger(*account, hidden); !stranger) return stranger.error();
    return Confinement(*std::move(account), false, hidden);
  }
  const uid_t uid = ::geteuid();
  const Account own = find_account(uid).value_or(Account{uid, ::getegid(), std::to_string(uid)});
  if (!user.empty() && user != own.name)
    return Error{"only root can run the virtual desktop as another user ('" + user + "')"};
  if (::access(kBubblewrap, X_OK) != 0) {
    return Error{
        std::string("nothing would keep the virtual desktop from this account's files: install the package "
                    "bubblewrap") +
        kOtherWays};
  }
  const auto against = objection(hidden);
  if (!against) return against.error();
  if (!against->empty()) {
    return Error{
        "nothing would keep the virtual desktop from this account's files, since this machine lets "
        "bubblewrap make no namespaces (" +
        *against + "): allow unprivileged user namespaces" + kOtherWays};
  }
  return Confinement(own, true, hidden);
}

std::string Confinement::words() const {
  if (caged_) return "runs caged, as '" + account_.name + "'";
  return "runs as '" + account_.name + "'";
}

Result<void> Confinement::give(const std::string& path) const {
  if (!caged_ && ::lchown(path.c_str(), account_.uid, account_.gid) != 0)
    return errno_error("cannot give away " + path);
  return {};
}

SpawnOptions Confinement::confined(const std::string& directory, const std::vector<std::string>& words,
                                   std::vector<std::string> environment) const {
  const std::string home = directory + "/home";
  Words all;
  if (caged_) {
    all = cage(hidden_);
    add(all, {"--ro-bind", directory, directory, "--bind", home, home});
    add(all, {"--bind", directory + "/sockets", "/tmp/.X11-unix", "--chdir", home, "--"});
  }
  all.insert(all.end(), words.begin(), words.end());
  SpawnOptions options = command(std::move(all));
  if (!caged_) options.account = account_;
  options.environment = std::move(environment);
  options.directory = home;
  return options;
}

}  // namespace gatehouse::hw
