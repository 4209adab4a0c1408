#include "appliance/app/in_box_agent.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "appliance/base/log.h"
#include "appliance/base/spawn.h"

namespace gatehouse::app {
namespace {

constexpr std::chrono::milliseconds kShortestDelay{500};
constexpr std::chrono::seconds kLongestDelay{60};
constexpr std::chrono::seconds kLivedLong{30};
constexpr std::chrono::milliseconds kPoll{20};
// 30 s to end in good order, of which a slow machine may need some: the last words to viewers take up to 3 s, the
// programs of a virtual desktop up to 1 s each.
constexpr int kPolls = 1500;

}  // namespace

InBoxAgent::InBoxAgent(net::EventLoop& loop, std::string program, std::vector<std::string> arguments,
                       std::function<void(Ready)> prepare)
    : loop_(loop),
      program_(std::move(program)),
      arguments_(std::move(arguments)),
      prepare_(std::move(prepare)) {}

InBoxAgent::~InBoxAgent() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < kPolls; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
    ::usleep(static_cast<useconds_t>(std::chrono::microseconds(kPoll).count()));
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void InBoxAgent::start() {
  restart_.reset();
  if (pid_ > 0 || preparing_) return;
  preparing_ = true;
  prepare_([this, alive = std::weak_ptr(alive_)] {
    if (!alive.lock()) return;
    preparing_ = false;
    if (!stopping_) run();
  });
}

void InBoxAgent::run() {
  SpawnOptions child;
  child.program = program_;
  child.words = {"gatehouse"};
  child.words.insert(child.words.end(), arguments_.begin(), arguments_.end());
  child.output = STDOUT_FILENO;
  child.error = STDERR_FILENO;
  const Result<pid_t> pid = spawn(child);
  if (!pid) {
    log::error("appliance", "the agent of this machine: " + pid.error().message);
    return start_later();
  }
  pid_ = *pid;
  started_ = std::chrono::steady_clock::now();
}

void InBoxAgent::stop() {
  stopping_ = true;
  restart_.reset();
  if (pid_ > 0) ::kill(pid_, SIGTERM);
}

void InBoxAgent::reap() {
  int status = 0;
  if (pid_ <= 0 || ::waitpid(pid_, &status, WNOHANG) != pid_) return;
  pid_ = -1;
  if (stopping_) return;
  if (std::chrono::steady_clock::now() - started_ > kLivedLong) delay_ = kShortestDelay;
  log::warning("appliance", "the agent of this machine ended: " + exit_words(status));
  start_later();
}

void InBoxAgent::start_later() {
  log::info("appliance",
            "starting the agent of this machine again in " + std::to_string(delay_.count()) + " ms");
  restart_ = loop_.after(delay_, [this] { start(); });
  delay_ = std::min<std::chrono::milliseconds>(delay_ * 2, kLongestDelay);
}

}  // namespace gatehouse::app
