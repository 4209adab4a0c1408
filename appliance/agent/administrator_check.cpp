#include "appliance/agent/administrator_check.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "appliance/base/log.h"
#include "appliance/base/spawn.h"

namespace gatehouse::agent {
namespace {

using Verdict = AdministratorVerdict;

// PAM itself takes some seconds over a wrong password.
constexpr std::chrono::seconds kAnswerWithin{30};
constexpr std::int64_t kTooManyWait = 5;

bool fits(std::string_view text, std::size_t cap) {
  return text.size() <= cap && text.find('\0') == text.npos;
}

// "name NUL password", written once and where it is wiped.
Secret question_of(std::string_view name, std::string_view password) {
  if (name.empty() || !fits(name, kAdministratorNameCap) || !fits(password, kAdministratorPasswordCap))
    return {};
  std::string text;
  text.reserve(kAdministratorNameCap + 1 + kAdministratorPasswordCap);
  text.append(name).append(1, '\0').append(password);
  return Secret(std::move(text));
}

}  // namespace

std::int64_t PamCheck::ask(const std::string& who, std::string_view name, const Secret& password,
                           Answer answer) {
  if (questions_.size() >= kWaiting) return kTooManyWait;
  const auto left = attempts_.begin(who, now());
  if (!left) {
    log::error("agent", "no administrator's password is checked: " + left.error().message);
    return kTooManyWait;
  }
  if (*left > 0) return *left;
  questions_.push_back({who, question_of(name, password.view()), std::move(answer)});
  if (questions_.size() == 1) begin();
  return 0;
}

void PamCheck::begin() {
  const Secret& text = questions_.front().text;
  if (text.empty()) {
    deadline_ = loop_.after({}, [this] { finish(Verdict::wrong); });
    return;
  }
  deadline_ = loop_.after(kAnswerWithin, [this] { finish(Verdict::unavailable); });
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return;
  socket_ = UniqueFd(ends[0]);
  const UniqueFd theirs(ends[1]);
  SpawnOptions child;
  child.program = program_;
  child.words = {"gatehouse", "pam-check"};
  child.environment.emplace();  // nothing
  child.passed = theirs.get();
  child.death_signal = SIGKILL;
  child.new_privileges = ::geteuid() != 0;  // PAM then asks a helper of its own, which has them
  if (const auto pid = spawn(child)) child_ = *pid;
  if (child_ >= 0) ::send(socket_.get(), text.view().data(), text.view().size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  reading_ = loop_.on_readable(socket_.get(), [this] { answered(); });
}

void PamCheck::answered() {
  std::uint8_t said = 0;
  const bool heard = ::recv(socket_.get(), &said, 1, MSG_DONTWAIT) == 1 &&
                     said >= static_cast<std::uint8_t>(Verdict::yes) &&
                     said <= static_cast<std::uint8_t>(Verdict::unavailable);
  finish(heard ? static_cast<Verdict>(said) : Verdict::unavailable);
}

void PamCheck::finish(Verdict verdict) {
  stop();
  if (verdict == Verdict::unavailable)
    log::error("agent", "this machine could not be asked who its administrators are (PAM)");
  const Question question = std::move(questions_.front());
  questions_.pop_front();
  if (verdict == Verdict::yes) attempts_.came_in(question.who, 1, now());
  if (!questions_.empty()) begin();
  question.answer(verdict);  // may destroy this
}

void PamCheck::stop() {
  reading_.reset();
  deadline_.reset();
  socket_.reset();
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
}

}  // namespace gatehouse::agent
