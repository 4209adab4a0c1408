#include "appliance/agent/logind_lock.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <map>

#include "appliance/base/files.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {
namespace {

constexpr std::chrono::seconds kWithin{2};
constexpr std::chrono::milliseconds kEndedWithin{5};  // and is looked at again
constexpr std::size_t kSaidCap = 262144;

using Properties = std::map<std::string, std::string, std::less<>>;

bool is_session_name(std::string_view word) {
  return !word.empty() && word.size() <= 32 && std::ranges::all_of(word, [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z');
  });
}

// ":0" is the screen ":0.0", too.
std::string_view without_screen(std::string_view display) {
  const auto dot = display.rfind('.');
  return dot == std::string_view::npos || display.rfind(':') > dot ? display : display.substr(0, dot);
}

bool locks(const Properties& session) {
  const auto has = [&](std::string_view name, std::string_view value) {
    const auto found = session.find(name);
    return found != session.end() && found->second == value;
  };
  return has("LockedHint", "yes") || has("Class", "greeter");
}

}  // namespace

std::vector<std::string> sessions_in(std::string_view list) {
  std::vector<std::string> sessions;
  for (const std::string& line : split(list, '\n')) {
    const std::string_view row = trimmed(line);
    const std::string_view name = row.substr(0, row.find(' '));
    if (is_session_name(name)) sessions.emplace_back(name);
  }
  return sessions;
}

bool is_locked(std::string_view sessions, const LockAsked& asked) {
  if (asked.display.empty()) return false;
  std::vector<Properties> all(1);
  for (const std::string& line : split(sessions, '\n')) {
    const auto equals = line.find('=');
    if (line.empty()) {
      all.emplace_back();
    } else if (equals != std::string::npos) {
      all.back()[line.substr(0, equals)] = line.substr(equals + 1);
    }
  }
  const Properties* found = nullptr;
  for (Properties& session : all) {
    if (session["Active"] != "yes" && session["State"] != "active") continue;
    if (without_screen(session["Display"]) == asked.display) return locks(session);
    if (session["Type"] == "wayland" && session["Display"].empty() && asked.server &&
        session["User"] == std::to_string(*asked.server))
      found = &session;
  }
  return found != nullptr && locks(*found);
}

LogindLock::~LogindLock() {
  end_program();
}

void LogindLock::ask(const LockAsked& asked, Answer answer) {
  end_program();
  answer_ = std::move(answer);
  if (program_.empty() || !file_exists(state_) || !file_exists(program_)) return settle(false);
  asked_ = asked;
  deadline_ = loop_.after(kWithin, [this] { settle(std::nullopt); });
  run({"list-sessions", "--no-legend", "--no-pager"}, [this](const std::string& list) {
    std::vector<std::string> words = {"show-session", "--no-pager"};
    for (const char* property : {"Display", "User", "Type", "Class", "Active", "State", "LockedHint"})
      words.push_back(std::string("--property=") + property);
    const auto sessions = sessions_in(list);
    if (sessions.empty()) return settle(false);
    words.insert(words.end(), sessions.begin(), sessions.end());
    run(std::move(words), [this](const std::string& said) { settle(is_locked(said, asked_)); });
  });
}

void LogindLock::run(std::vector<std::string> words, std::function<void(std::string)> then) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return settle(std::nullopt);
  output_.reset(ends[0]);
  const UniqueFd theirs(ends[1]);
  ::fcntl(output_.get(), F_SETFL, O_NONBLOCK);
  SpawnOptions child;
  child.program = program_;
  child.words = std::move(words);
  child.words.insert(child.words.begin(), "loginctl");
  child.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"};
  child.directory = "/";
  child.output = theirs.get();
  child.death_signal = SIGKILL;
  const auto pid = spawn(child);
  if (!pid) return settle(std::nullopt);
  pid_ = *pid;
  said_.clear();
  watching_ = loop_.on_readable(output_.get(), [this, then = std::move(then)] { read(then); });
}

void LogindLock::read(const std::function<void(std::string)>& then) {
  char piece[4096];
  for (ssize_t got = 0; (got = ::read(output_.get(), piece, sizeof piece)) != 0;) {
    if (got < 0) {
      if (errno == EAGAIN || errno == EINTR) return;
      break;
    }
    said_.append(piece, static_cast<std::size_t>(got));
    if (said_.size() > kSaidCap) return settle(std::nullopt);
  }
  await_end(then);
}

// What one says that then fails is not all that it had to say.
void LogindLock::await_end(const std::function<void(std::string)>& then) {
  int status = 0;
  const pid_t ended = ::waitpid(pid_, &status, WNOHANG);
  if (ended == 0) {
    output_.reset();
    watching_ = loop_.after(kEndedWithin, [this, next = then] { await_end(next); });
    return;
  }
  const auto next = then;  // the watch that holds it goes
  if (ended == pid_) pid_ = -1;
  end_program();
  if (ended < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) return settle(std::nullopt);
  next(std::move(said_));
}

void LogindLock::end_program() {
  watching_.reset();
  output_.reset();
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

void LogindLock::settle(std::optional<bool> locked) {
  end_program();
  deadline_.reset();
  if (const auto answer = std::exchange(answer_, nullptr)) answer(locked);
}

}  // namespace gatehouse::agent
