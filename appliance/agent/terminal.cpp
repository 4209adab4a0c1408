#include "appliance/agent/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "appliance/base/log.h"
#include "appliance/base/spawn.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::agent {
namespace {

using What = wire::TerminalOpen::What;

constexpr std::chrono::milliseconds kTypeAgainAfter{20};
constexpr std::uint16_t kMostCells = 1000;  // each way

winsize window_of(wire::TerminalSize size) {
  winsize window{};
  window.ws_col = std::clamp<std::uint16_t>(size.columns, 1, kMostCells);
  window.ws_row = std::clamp<std::uint16_t>(size.rows, 1, kMostCells);
  return window;
}

struct Ends {
  UniqueFd master, slave;
};

Result<Ends> open_pty(wire::TerminalSize size) {
  Ends ends;
  ends.master = UniqueFd(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!ends.master || ::grantpt(ends.master.get()) != 0 || ::unlockpt(ends.master.get()) != 0)
    return errno_error("cannot make a terminal");
  ends.slave = UniqueFd(::ioctl(ends.master.get(), TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!ends.slave) return errno_error("cannot open a terminal");
  termios modes{};
  if (::tcgetattr(ends.slave.get(), &modes) == 0) {
    modes.c_iflag |= IUTF8;  // a backspace takes a whole character
    ::tcsetattr(ends.slave.get(), TCSANOW, &modes);
  }
  const winsize window = window_of(size);
  ::ioctl(ends.master.get(), TIOCSWINSZ, &window);
  ::fcntl(ends.master.get(), F_SETFL, O_RDWR | O_NONBLOCK);
  return ends;
}

}  // namespace

class Terminals::Pty : public std::enable_shared_from_this<Pty> {
 public:
  Pty(net::EventLoop& loop, What what, UniqueFd master, UniqueFd control, pid_t pid, TerminalEvents events,
      std::function<void(Pty*)> gone)
      : loop_(loop),
        what_(what),
        master_(std::move(master)),
        control_(std::move(control)),
        pid_(pid),
        events_(std::move(events)),
        gone_(std::move(gone)) {
    over_ = loop_.on_readable(control_.get(), [this] { over(); });
    resume_reading();
  }

  void type(std::string_view bytes) {
    if (typed_.size() + bytes.size() > Terminal::kTypedCap) return stop();
    typed_ += bytes;
    type_on();
  }
  void resize(wire::TerminalSize size) {
    const winsize window = window_of(size);
    ::ioctl(master_.get(), TIOCSWINSZ, &window);
  }
  void pause_reading() { reading_.reset(); }
  void resume_reading() {
    if (!reading_ && !hung_up_) reading_ = loop_.on_readable(master_.get(), [this] { read(); });
  }
  // Nobody looks any more.
  void leave() {
    if (!over_) return;  // it is over
    events_ = {};
    left_ = true;
    resume_reading();
    if (what_ != What::update_packages) return stop();
    log::info("agent", "the update of the packages goes on with nobody looking");
  }
  bool is_ending() const { return left_ && what_ != What::update_packages; }
  void kill() const { ::kill(-pid_, SIGKILL); }  // it has a session of its own

 private:
  // The other end of the socket sees it, ends everything, and then says so.
  void stop() { ::shutdown(control_.get(), SHUT_WR); }

  void type_on() {
    while (!typed_.empty()) {
      const ssize_t put = ::write(master_.get(), typed_.data(), typed_.size());
      if (put > 0) {
        typed_.erase(0, static_cast<std::size_t>(put));
        continue;
      }
      if (put < 0 && errno == EINTR) continue;
      if (put < 0 && errno != EAGAIN) typed_.clear();
      break;
    }
    if (typed_.empty()) return retry_.reset();
    retry_ = loop_.after(kTypeAgainAfter, [this] { type_on(); });
  }

  bool read() {
    const auto self = shared_from_this();
    std::array<std::uint8_t, wire::kTerminalOutputCap> chunk;
    const ssize_t got = ::read(master_.get(), chunk.data(), chunk.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (got <= 0) {
      hung_up_ = true;
      reading_.reset();
      return false;
    }
    const auto output = events_.output;  // its owner may leave inside it
    if (output) output(ByteView(chunk).first(static_cast<std::size_t>(got)));
    return true;
  }

  void over() {
    const auto self = shared_from_this();
    std::uint8_t status = 0;
    if (::recv(control_.get(), &status, 1, MSG_DONTWAIT) != 1) status = wire::TerminalEnded::kKilled;
    over_.reset();
    while (read()) {
    }
    reading_.reset();
    retry_.reset();
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (what_ == What::update_packages)
      log::info("agent", "the update of the packages ended with status " + std::to_string(status));
    const auto ended = std::exchange(events_, {}).ended;
    gone_(this);
    if (ended) ended(status);
  }

  net::EventLoop& loop_;
  const What what_;
  UniqueFd master_, control_;
  const pid_t pid_;
  TerminalEvents events_;
  const std::function<void(Pty*)> gone_;
  std::string typed_;  // and not read yet
  bool hung_up_ = false, left_ = false;
  net::EventLoop::HandlePtr over_, reading_, retry_;
};

namespace {

class Handle final : public Terminal {
 public:
  explicit Handle(std::shared_ptr<Terminals::Pty> pty) : pty_(std::move(pty)) {}
  ~Handle() override { pty_->leave(); }
  void type(std::string_view bytes) override { pty_->type(bytes); }
  void resize(wire::TerminalSize size) override { pty_->resize(size); }
  void pause_reading() override { pty_->pause_reading(); }
  void resume_reading() override { pty_->resume_reading(); }

 private:
  const std::shared_ptr<Terminals::Pty> pty_;
};

}  // namespace

Terminals::Terminals(net::EventLoop& loop, std::string program) : loop_(loop), program_(std::move(program)) {}
Terminals::~Terminals() = default;

std::size_t Terminals::ending() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(all_, [](const auto& one) { return one->is_ending(); }));
}

void Terminals::kill_ending() {
  for (const auto& one : all_)
    if (one->is_ending()) one->kill();
}

Result<std::unique_ptr<Terminal>> Terminals::start(const wire::TerminalOpen& open, TerminalEvents events) {
  auto pty = open_pty(open.size);
  if (!pty) return pty.error();
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return errno_error("cannot make a socket for a terminal");
  UniqueFd ours(ends[0]);
  const UniqueFd theirs(ends[1]);
  SpawnOptions child;
  child.program = program_;
  child.words = {"gatehouse", "root-terminal", std::to_string(static_cast<int>(open.what)), open.argument};
  child.output = pty->slave.get();
  child.error = STDERR_FILENO;
  child.passed = theirs.get();
  child.new_privileges = true;
  const Result<pid_t> pid = spawn(child);
  if (!pid) return pid.error();
  all_.push_back(std::make_shared<Pty>(
      loop_, open.what, std::move(pty->master), std::move(ours), *pid, std::move(events),
      [this](Pty* gone) { all_.remove_if([gone](const auto& one) { return one.get() == gone; }); }));
  return std::unique_ptr<Terminal>(std::make_unique<Handle>(all_.back()));
}

}  // namespace gatehouse::agent
