// `gatehouse connect` with what people have: a terminal, and TigerVNC's viewer.
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>

#include "hw/capture/test_card.h"
#include "tests/support/catch.h"
#include "tests/support/desk.h"
#include "tests/support/process_status.h"
#include "tests/support/x_server.h"

namespace gatehouse::native_viewer_test {

using test::ApplianceProcess;
using test::binary;
using test::ChildProcess;
using test::Desk;
using test::kOwnerPassword;
using test::kSoon;
using test::says;

// A program at a terminal.
class Terminal {
 public:
  Terminal(std::vector<std::string> argv, const std::string& variable) {
    std::vector<char*> words;
    for (std::string& word : argv) words.push_back(word.data());
    words.push_back(nullptr);
    int fd = -1;
    pid_ = ::forkpty(&fd, nullptr, nullptr, nullptr);
    if (pid_ == 0) {
      ::putenv(const_cast<char*>(variable.c_str()));
      ::execv(words[0], words.data());
      ::_exit(127);
    }
    fd_.reset(fd);
  }
  ~Terminal() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  bool shows(const std::string& words) {
    return test::read_until(
        fd_.get(), shown_, [&] { return shown_.find(words) != std::string::npos; }, kSoon);
  }
  void type(const std::string& keys) {
    REQUIRE(::write(fd_.get(), keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
  }
  // What is typed is shown.
  bool echoes() const {
    termios settings{};
    REQUIRE(::tcgetattr(fd_.get(), &settings) == 0);
    return (settings.c_lflag & ECHO) != 0;
  }
  int wait() {
    int status = -1;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  const std::string& shown() const { return shown_; }

 private:
  pid_t pid_ = -1;
  UniqueFd fd_;
  std::string shown_;
};

TEST_CASE("connect asks at a terminal what it is not told, and shows no password", "[integration]") {
  Desk desk;
  const std::string variable = "XDG_CONFIG_HOME=" + desk.directory.path();
  const auto start = [&] {
    return Terminal({binary(), "connect", desk.id, "--listen=127.0.0.1:0",
                     "--server=localhost:" + std::to_string(desk.appliance.port())},
                    variable);
  };
  {
    Terminal careful = start();
    REQUIRE(careful.shows(desk.fingerprint));
    REQUIRE(careful.shows("(yes/no)"));
    careful.type("y\n");  // not enough
    CHECK(careful.shows("not trusted"));
    CHECK(careful.wait() == 1);
  }
  Terminal terminal = start();
  const std::pair<const char*, std::string> questions[] = {{"(yes/no)", "yes"},
                                                           {"Organization ID:", "acme-support"},
                                                           {"E-mail:", "ines@example.org"},
                                                           {"Password:", kOwnerPassword}};
  for (const auto& [question, answer] : questions) {
    INFO(terminal.shown());
    REQUIRE(terminal.shows(question));
    if (question == std::string("Password:"))
      REQUIRE(ApplianceProcess::eventually([&] { return !terminal.echoes(); }));
    terminal.type(answer + "\n");
  }
  CHECK(terminal.shows("Ready for a VNC viewer"));
  CHECK(terminal.shown().find("ines@example.org") != std::string::npos);
  CHECK(terminal.shown().find(kOwnerPassword) == std::string::npos);
  terminal.type("\x03");
  CHECK(terminal.shows("The session is over"));
  CHECK(terminal.wait() == 0);
  CHECK(desk.logins().size() == 1);
}

// A few points may be where the pointer is shown.
constexpr int kTolerated = 3;

// How the test card lies on a picture of the whole screen (RGB): is there a place where it is right?
bool shows_card(const std::string& rgb, int width, int height) {
  const auto pixel = [&](int x, int y) {
    const auto at = static_cast<std::size_t>(3 * (y * width + x));
    const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(rgb[at + i])}; };
    return byte(0) << 16 | byte(1) << 8 | byte(2);
  };
  if (rgb.size() != static_cast<std::size_t>(3 * width * height)) return false;
  const auto right_at = [&](int left, int top) {
    int wrong = 0;
    for (int y = 40; y < 760; y += 40) {
      for (int x = 60; x < 1240; x += 60) {
        if (pixel(left + x, top + y) != hw::test_card_pixel(x, y) && ++wrong > kTolerated) return false;
      }
    }
    return true;
  };
  for (int top = 0; top <= height - 800; ++top) {
    for (int left = 0; left <= width - 1280; ++left) {
      if (right_at(left, top)) return true;
    }
  }
  return false;
}

TEST_CASE("TigerVNC's viewer shows the remote screen through connect, and ends with it", "[integration]") {
  constexpr int kWidth = 1400, kHeight = 900;
  test::XServer screen(std::to_string(kWidth) + "x" + std::to_string(kHeight) + "x24");
  Desk desk;
  const std::string script = desk.directory.path() + "/viewer", shot = desk.directory.path() + "/shot";
  REQUIRE(write_file_atomically(script,
                                "#!/bin/sh\nHOME=" + desk.directory.path() + " DISPLAY=" + screen.name() +
                                    " exec vncviewer -AutoSelect=0 -PreferredEncoding=ZRLE -FullColor=1 "
                                    "-RemoteResize=0 \"$1\"\n",
                                0700));
  auto viewer = desk.start_known({"--viewer", script});
  Desk::port_of(*viewer);
  const bool shown = ApplianceProcess::eventually([&] {
    ChildProcess import(
        {"import", "-display", screen.name(), "-window", "root", "-depth", "8", "rgb:" + shot});
    import.wait(kSoon);
    const auto rgb = read_file(shot, 8 << 20);
    return rgb && shows_card(*rgb, kWidth, kHeight);
  });
  INFO(viewer->output());
  CHECK(shown);
  std::string ending = "The viewer left.";
  SECTION("the viewer is closed") {
    const auto viewers = test::descendants(viewer->pid(), "vncviewer");
    REQUIRE(viewers.size() == 1);
    ::kill(viewers.front(), SIGTERM);
  }
  SECTION("connect is interrupted") {
    viewer->signal(SIGINT);
    ending = "You ended it.";
  }
  CHECK(viewer->wait(kSoon) == 0);
  CHECK(says(*viewer, "The session is over: " + ending));
}

}  // namespace gatehouse::native_viewer_test
