// Looks at everything the appliance stands on and says how to mend what is wrong.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "appliance/base/clock.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"
#include "appliance/cli/command.h"
#include "appliance/net/certificates.h"
#include "appliance/net/listener.h"
#include "db/database.h"
#include "hw/capture/confinement.h"
#include "hw/capture/virtual_display.h"
#include "hw/display.h"
#include "hw/encode/probe.h"
#include "hw/kms/screen.h"

namespace gatehouse::cli {
namespace {

constexpr std::int64_t kDay = 86400;
constexpr std::uint64_t kMegabyte = 1024 * 1024;

enum class Verdict { good, warning, bad };

struct Finding {
  Verdict verdict;
  std::string words;
  std::string mend;  // what to do; empty when good
};

Finding good(std::string words) {
  return {Verdict::good, std::move(words), ""};
}
Finding warning(std::string words, std::string mend) {
  return {Verdict::warning, std::move(words), std::move(mend)};
}
Finding bad(std::string words, std::string mend) {
  return {Verdict::bad, std::move(words), std::move(mend)};
}

// An appliance that runs holds a lock on its data directory.
bool appliance_runs(const std::string& data) {
  const UniqueFd fd(::open((data + "/lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  return fd && ::flock(fd.get(), LOCK_SH | LOCK_NB) != 0;
}

Finding check_permissions(const config::Settings& settings) {
  const std::string& data = settings.server_data;
  struct stat info {};
  if (::lstat(data.c_str(), &info) != 0) {
    std::error_code no_path;
    return warning("there is no data directory " + std::filesystem::absolute(data, no_path).string() + " yet",
                   "'gatehouse serve' makes it at first start; or give doctor the settings of the appliance: "
                   "--config=FILE or --server.data=DIRECTORY");
  }
  if (!S_ISDIR(info.st_mode))
    return bad(data + " is not a directory", "choose another one with --server.data=DIRECTORY");
  if ((info.st_mode & 077) != 0) return bad("others may look into " + data, "chmod 700 " + data);
  if (::access(data.c_str(), W_OK) != 0) {
    return bad("cannot write in " + data, "run as its owner, or: chown -R \"$USER\" " + data);
  }
  for (const char* key : {"/keys/authority.key", "/keys/devices.key", "/keys/server.key", "/keys/tickets.key",
                          "/keys/audit.key"}) {
    if (::stat((data + key).c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
      return bad("others may read " + data + key, "chmod 600 " + data + key);
    }
  }
  return good("only the owner may look into " + data);
}

Finding check_database(const config::Settings& settings) {
  if (!file_exists(settings.server_data + "/" + db::kDatabaseFile)) {
    return good("no database yet; the first start makes it");
  }
  if (const auto ok = db::check_integrity(settings.server_data); !ok) {
    return bad(ok.error().message, "restore the newest backup: gatehouse restore FILE");
  }
  return good("the database is sound");
}

Finding check_disk(const config::Settings& settings) {
  struct statvfs info {};
  if (::statvfs(settings.server_data.c_str(), &info) != 0 && ::statvfs(".", &info) != 0) {
    return warning("cannot tell how much room is left", "look at: df -h");
  }
  const auto free = static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize / kMegabyte;
  const std::string words = std::to_string(free) + " MB free for " + settings.server_data;
  if (free < 100) return bad(words, "make room: the store refuses changes when the disk is full");
  if (free < 1024) return warning(words, "make room soon");
  return good(words);
}

Finding check_port(const config::Settings& settings) {
  const std::string& listen = settings.server_listen;
  net::EventLoop loop;
  const auto attempt = net::Listener::open(loop, listen, [](UniqueFd, net::PeerAddress) {});
  if (attempt) {
    return appliance_runs(settings.server_data) ? warning("an appliance runs with the data in " +
                                                              settings.server_data + ", but not at " + listen,
                                                          "give doctor the same settings as the appliance")
                                                : good(listen + " is free");
  } else if (appliance_runs(settings.server_data)) {
    return good("an appliance with the data in " + settings.server_data + " has " + listen);
  } else {
    return bad(attempt.error().message,
               "stop what uses it ('ss -ltnp' shows it), or choose --server.listen=ADDRESS:PORT");
  }
}

Finding check_clock() {
  timex state{};
  const int status = ::adjtimex(&state);
  const std::string now = rfc3339(SystemClock().unix_seconds());
  if (SystemClock().unix_seconds() < kThisVersion) {
    return bad("the clock says " + now + ", which is in the past", "set it: timedatectl set-ntp true");
  }
  if (status < 0 || (state.status & STA_UNSYNC) != 0) {
    return warning("the clock says " + now + " and is not kept in step", "timedatectl set-ntp true");
  }
  return good("the clock says " + now + " and is kept in step");
}

// What machines verify the appliance by, and what it knows them by. Nothing renews these.
std::optional<Finding> check_authorities(const config::Settings& settings) {
  const std::int64_t now = SystemClock().unix_seconds();
  for (const char* name : {"/keys/authority.crt", "/keys/devices.crt"}) {
    const std::string path = settings.server_data + name;
    const auto content = read_file(path, kMegabyte);
    const auto facts = content ? net::describe(*content) : Result<net::CertificateFacts>(content.error());
    if (!facts || (facts->not_before <= now && now <= facts->not_after)) continue;
    return bad("machines can't connect: " + path + " is valid from " + rfc3339(facts->not_before) +
                   " until " + rfc3339(facts->not_after),
               "check the clock. If it is right: stop the appliance, delete authority.*, devices.* and "
               "server.* in " +
                   settings.server_data + "/keys and all of " + settings.server_data +
                   "/agent, start it and enrol the other machines again");
  }
  return std::nullopt;
}

Finding check_certificate(const config::Settings& settings) {
  if (auto finding = check_authorities(settings)) return *std::move(finding);
  const bool own = settings.server_certificate.empty();
  const std::string path = own ? settings.server_data + "/keys/server.crt" : settings.server_certificate;
  if (own && !file_exists(path)) return good("no certificate yet; the first start makes it");
  const auto content = read_file(path, kMegabyte, FileKind::foreign);
  if (!content) return bad(content.error().message, "check server.certificate, or leave it empty");
  const auto facts = net::describe(*content);
  if (!facts) return bad(path + ": " + facts.error().message, "replace it by a PEM certificate");
  const auto left = (facts->not_after - SystemClock().unix_seconds()) / kDay;
  if (facts->not_before > SystemClock().unix_seconds()) {
    return bad(path + " is valid only from " + rfc3339(facts->not_before),
               "check the clock, or replace the certificate");
  }
  std::string words = path + " is valid until " + rfc3339(facts->not_after) + " for";
  for (const std::string& name : facts->names) words += " " + name;
  const std::string mend = own ? "restart the appliance, it issues a new one"
                               : "get a new one, then: systemctl reload gatehouse, or kill -HUP PID";
  if (left < 0) return bad(path + " is no longer valid since " + rfc3339(facts->not_after), mend);
  return left < 14 ? warning(words, mend) : good(words);
}

Finding check_display(const config::Settings& settings, const std::string& ini_path) {
  if (!settings.desktop_enabled)
    return good("the appliance does not serve its own screen (desktop.enabled=off)");
  if (settings.desktop_capture == "test_card") return good("serves the test card");
  std::string why = "desktop.capture=virtual";
  if (settings.desktop_capture == "x11" || settings.desktop_capture == "auto") {
    // As an agent that is root and was not told which one (app/agent_command.cpp).
    const bool find = ::geteuid() == 0 && settings.desktop_display.empty() &&
                      settings.desktop_xauthority.empty() && std::getenv("DISPLAY") == nullptr;
    const auto found = find ? hw::find_x11() : Result<hw::FoundX11>(Error{""});
    if (found) return good("the X server " + found->name + " of who sits here lets us in");
    const std::string name = hw::x11_name(settings.desktop_display);
    const auto x11 = hw::connect_x11(name, settings.desktop_xauthority);
    if (x11) return good("the X server " + name + " lets us in");
    why = x11.error().message + (find ? "; " + found.error().message : "");
    if (settings.desktop_capture == "x11")
      return bad(why, "set desktop.display and desktop.xauthority, or desktop.capture=virtual");
  }
  // As Displays::open_automatic() chooses.
  const bool kms = settings.desktop_capture == "kms";
  const auto screen = kms || settings.desktop_capture == "auto" ? hw::kms::find_screen(kms)
                                                                : Result<hw::kms::Screen>(Error{""});
  if (screen && (kms || screen->drawn))
    return good("the " + screen->name + " can be read" + (kms ? "" : " (" + why + ")"));
  if (kms)
    return bad(screen.error().message, "run as root, with the module uinput loaded, or set desktop.capture");
  if (settings.desktop_capture == "auto")
    why += "; graphics card: " + (screen ? "it shows the text console" : screen.error().message);
  if (const auto ready = hw::virtual_display_installed(); !ready) {
    if (screen)
      return good("the " + screen->name + " can be read (" + why + "; " + ready.error().message + ")");
    return warning(ready.error().message,
                   "only the test card can be served; scripts/deps --desktop installs what is missing");
  }
  const auto confinement =
      hw::Confinement::find(settings.desktop_user, config::hidden_from_desktop(settings, ini_path));
  if (!confinement) {
    const std::string words = "the account that runs this can't serve a virtual desktop";
    const std::string& mend = confinement.error().message;
    return settings.desktop_capture == "virtual" ? bad(words, mend) : warning(words, mend);
  }
  std::string words = "a virtual desktop is served, which " + confinement->words() + " (" + why + ")";
  if (confinement->shared()) {
    return warning(
        std::move(words),
        std::string("give it an account of its own, because services share this one: useradd --system ") +
            hw::kDesktopAccount);
  }
  return good(std::move(words));
}

// Software encodes video on any machine; the question is how much of it.
Finding check_video(const config::Settings& settings) {
  if (!settings.desktop_enabled) return good("not needed (desktop.enabled=off)");
  constexpr int kWidth = 1920, kHeight = 1080;
  constexpr std::chrono::milliseconds kSmooth{33};
  const auto time = hw::time_of_picture(hw::open_x264, kWidth, kHeight);
  if (!time) return warning(time.error().message, "viewers are sent tiles instead of H.264");
  const auto milliseconds = (time->count() + 500) / 1000;
  const std::string words =
      "x264 needs " + std::to_string(milliseconds) + " ms at best for a moving picture of 1920x1080";
  if (*time <= kSmooth) return good(words);
  return warning(words,
                 "full-screen video will not be smooth; a smaller screen or viewers who choose Sharp help");
}

int run(const Arguments& arguments) {
  const auto settings = load_settings("doctor", arguments);
  if (!settings) return 2;
  const std::pair<const char*, Finding> findings[] = {
      {"permissions", check_permissions(*settings)},
      {"database", check_database(*settings)},
      {"disk", check_disk(*settings)},
      {"port", check_port(*settings)},
      {"clock", check_clock()},
      {"certificate", check_certificate(*settings)},
      {"display", check_display(*settings, arguments.sources.ini_path)},
      {"video", check_video(*settings)},
  };
  int status = 0;
  for (const auto& [subject, finding] : findings) {
    static constexpr const char* kMarks[] = {"ok  ", "warn", "BAD "};
    std::printf("%s  %-12s %s\n", kMarks[static_cast<int>(finding.verdict)], subject, finding.words.c_str());
    if (!finding.mend.empty()) std::printf("      %-12s mend: %s\n", "", finding.mend.c_str());
    if (finding.verdict == Verdict::bad) status = 1;
  }
  return status;
}

}  // namespace

const Command& doctor_command() {
  static const Command command = {
      "doctor", "", "check port, clock, display, permissions, certificate, disk and video", {}, run};
  return command;
}

}  // namespace gatehouse::cli
