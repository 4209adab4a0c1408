// The prompt of the text console on a terminal, as the agent starts it, but for the virtual terminals.
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "appliance/base/datagram.h"
#include "appliance/window/process.h"
#include "tests/support/catch.h"
#include "tests/support/patience.h"

namespace gatehouse::console_main_test {

using policy::Permissions;

class Console {
 public:
  explicit Console(std::string language = "en") {
    auto ends = datagram_pair("the console");
    REQUIRE(ends);
    int terminal = -1;
    const winsize size{25, 80, 0, 0};
    REQUIRE(::openpty(&keyboard_, &terminal, nullptr, nullptr, &size) == 0);
    control_ = std::move(ends->first);
    pid_ = ::fork();
    if (pid_ == 0) {
      control_.reset();
      ::close(keyboard_);
      ::_exit(window::run_console(ends->second.get(), terminal));
    }
    ::close(terminal);
    ends->second.reset();
    say(window::Start{"", "", "", std::move(language)});
    REQUIRE(hear<window::Ready>());
  }
  ~Console() {
    ::kill(pid_, SIGKILL);
    if (status_ < 0) ::waitpid(pid_, nullptr, 0);
    ::close(keyboard_);
  }

  void say(const window::Message& message) { REQUIRE(window::send(control_.get(), message)); }
  template <class Kind>
  std::optional<Kind> hear(std::chrono::milliseconds within = test::kSoon) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (std::chrono::steady_clock::now() < until) {
      bool would_block = false;
      const auto received = window::receive(control_.get(), would_block);
      if (received && *received)
        if (const auto* message = std::get_if<Kind>(&**received)) return *message;
      if (!would_block) break;
      look();
    }
    return std::nullopt;
  }
  void type(std::string_view keys) {
    REQUIRE(::write(keyboard_, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
  }
  bool shows(std::string_view text) {
    for (const auto until = std::chrono::steady_clock::now() + test::kSoon;
         std::chrono::steady_clock::now() < until;) {
      if (shown.find(text) != std::string::npos) return true;
      look();
    }
    return false;
  }
  bool leaves() {
    control_.reset();
    for (const auto until = std::chrono::steady_clock::now() + test::kSoon;
         std::chrono::steady_clock::now() < until;) {
      look();
      if (::waitpid(pid_, &status_, WNOHANG) == pid_) return true;
      status_ = -1;
    }
    return false;
  }

  std::string shown;

 private:
  void look() {
    pollfd source{keyboard_, POLLIN, 0};
    if (::poll(&source, 1, 5) <= 0) return;
    char bytes[4096];
    const ssize_t size = ::read(keyboard_, bytes, sizeof bytes);
    if (size > 0) {
      shown.append(bytes, static_cast<std::size_t>(size));
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));  // nobody has it open any more
    }
  }

  int keyboard_ = -1;
  UniqueFd control_;
  pid_t pid_ = -1;
  int status_ = -1;
};

window::Ask a_visit(std::uint64_t call) {
  window::Ask ask;
  ask.call = call;
  ask.name = "Ada\033[2JKing";
  ask.account = "ada@example.org";
  ask.offered = Permissions::available();
  ask.seconds = 60;
  return ask;
}

TEST_CASE("a person at a text console answers and ends", "[window][console]") {
  Console console;
  CHECK(console.shows("Nobody is connected"));
  console.say(a_visit(7));
  CHECK(console.shows("One moment"));
  CHECK(console.shows("Ada\xef\xbf\xbd[2JKing"));
  console.type("a");  // typed ahead
  CHECK(console.shows("[A] Accept"));
  CHECK_FALSE(console.hear<window::Answer>(std::chrono::milliseconds(150)));
  console.type("\033[Aa");
  const auto answer = console.hear<window::Answer>();
  REQUIRE(answer);
  CHECK(answer->call == 7);
  CHECK(answer->accepted);
  CHECK(answer->chosen == Permissions::available());

  console.say(window::Running{7, "Ada", "ada@example.org", Permissions::available(), Permissions::available(),
                              false});
  CHECK(console.shows("(ada@example.org) is connected"));
  console.type("b");
  CHECK(console.hear<window::Choose>());
  console.type("e");
  const auto end = console.hear<window::End>();
  REQUIRE(end);
  CHECK(end->call == 7);
  console.say(window::Over{7});
  console.shown.clear();
  CHECK(console.shows("Nobody is connected"));
  CHECK(console.leaves());
  CHECK(console.shown.ends_with("\033[?7h"));  // as terminals are
}

TEST_CASE("a question at a text console can be withdrawn, and others denied", "[window][console]") {
  Console console("de_DE.UTF-8");
  console.say(a_visit(7));
  CHECK(console.shows("Einen Moment"));
  console.say(window::Withdraw{7});
  CHECK(console.shows("Niemand ist verbunden"));
  console.shown.clear();
  console.say(window::AskElevation{8, "Ada", "ada@example.org", window::ElevationQuestion::who_allows, 60});
  CHECK(console.shows("Kennwort: "));
  console.type("\r");  // not yet
  std::this_thread::sleep_for(std::chrono::milliseconds(3500));
  console.type("root\rsecret\r");
  const auto named = console.hear<window::AnswerElevation>();
  REQUIRE(named);
  CHECK(named->accepted);
  CHECK(named->user == "root");
  CHECK(named->password == "secret");
  CHECK(console.shown.find("secret") == std::string::npos);
  console.say(a_visit(9));
  CHECK(console.shows("[D] Ablehnen"));
  console.type("d");
  const auto answer = console.hear<window::Answer>();
  REQUIRE(answer);
  CHECK_FALSE(answer->accepted);
  CHECK(console.leaves());
}

}  // namespace gatehouse::console_main_test
