#include "appliance/agent/unattended.h"

#include <algorithm>
#include <utility>

namespace gatehouse::agent {

using What = wire::Ask::What;
using wire::CloseReason;

namespace {

// For a viewer whom no person will let in.
constexpr std::chrono::seconds kPasswordWithin{120};
constexpr std::int64_t kBusyFor = 5;  // seconds

// Nobody can be asked, which is no person's answer.
bool is_nobody_there(const Admission::Verdict& verdict) {
  const auto* reason = std::get_if<CloseReason>(&verdict);
  return reason != nullptr && (*reason == CloseReason::not_permitted ||
                               *reason == CloseReason::display_lost || *reason == CloseReason::busy);
}

}  // namespace

Unattended::Unattended(net::EventLoop& loop, ProfileBook& book, ByProfile& attended, std::string directory,
                       std::function<void(std::uint64_t call, const wire::Ask&)> put)
    : loop_(loop), book_(book), attended_(attended), directory_(std::move(directory)), put_(std::move(put)) {}

void Unattended::ask(const Visitor& visitor, std::function<void(Verdict)> answer) {
  if (!book_.now().is_unattended()) return attended_.ask(visitor, std::move(answer));
  const std::uint64_t call = visitor.call;
  Guest& guest = guests_[call];
  guest.visitor = visitor;
  guest.answer = std::move(answer);
  attended_.ask(visitor, [this, alive = std::weak_ptr(alive_), call](Verdict verdict) {
    if (!alive.expired()) attended_said(call, std::move(verdict));
  });
  if (guests_.contains(call)) put_again(call, false, 0);
}

void Unattended::attended_said(std::uint64_t call, Verdict verdict) {
  const auto found = guests_.find(call);
  if (found == guests_.end()) return;
  if (!is_nobody_there(verdict)) return finish(call, std::move(verdict));
  found->second.deadline =
      loop_.after(kPasswordWithin, [this, call] { finish(call, CloseReason::timed_out); });
}

void Unattended::answered(std::uint64_t call, std::string_view answer) {
  const auto found = guests_.find(call);
  if (found == guests_.end() || found->second.checking) return;
  Guest& guest = found->second;
  PasswordTry attempt;
  attempt.viewer = counted_as(guest.visitor);
  attempt.is_code = !guest.profile.empty();
  attempt.text = Secret(std::string(answer));
  for (const Profile& profile : book_.now().all()) {
    if (!attempt.is_code && profile.is_unattended())
      attempt.hashes.emplace_back(profile.name, profile.password);
  }
  guest.checking = passwords().check(
      std::move(attempt), [this, call](const PasswordVerdict& verdict) { checked(call, verdict); });
  if (!guest.checking) put_again(call, false, kBusyFor);
}

void Unattended::checked(std::uint64_t call, const PasswordVerdict& verdict) {
  using Is = PasswordVerdict::Is;
  const auto found = guests_.find(call);
  if (found == guests_.end()) return;
  Guest& guest = found->second;
  guest.checking = false;
  if (verdict.is == Is::right) {
    if (guest.profile.empty()) {
      guest.profile = verdict.profile;
      guest.hash = verdict.hash;
    }
    return verdict.wants_code ? put_again(call, false, 0) : come_in(call);
  }
  if (verdict.is == Is::wrong) {
    log::write(log::Level::warning, "agent",
               "call " + std::to_string(call) + ": a wrong " + (guest.profile.empty() ? "password" : "code") +
                   " for unattended access, from " + guest.visitor.account + " at " + guest.visitor.address,
               wrong_);
  }
  put_again(call, verdict.is == Is::wrong, verdict.is == Is::failed ? kBusyFor : verdict.wait);
}

void Unattended::come_in(std::uint64_t call) {
  const Guest& guest = guests_.at(call);
  // The password was checked for a while, and the profiles may have changed meanwhile.
  const Profile* const profile = book_.now().find(guest.profile);
  const policy::Permissions allowed =
      profile == nullptr || !profile->is_unattended() || profile->password != guest.hash
          ? policy::Permissions()
          : guest.visitor.offered & profile->permissions & attended_.maximum() &
                policy::Permissions::available();
  if (!allowed.has(policy::Permission::view_screen)) return finish(call, CloseReason::not_permitted);
  const Grant grant{allowed, profile->name};
  log::info("agent", "call " + std::to_string(call) + ": " + guest.visitor.account +
                         " comes in by the password of the profile " + profile->name);
  attended_.came_in(guest.visitor, grant);
  finish(call, grant);
}

void Unattended::put_again(std::uint64_t call, bool refused, std::int64_t wait) {
  const What what = guests_.at(call).profile.empty() ? What::password : What::code;
  put_(call, wire::Ask{what, refused, static_cast<std::uint16_t>(std::clamp<std::int64_t>(wait, 0, 65535))});
}

void Unattended::finish(std::uint64_t call, Verdict verdict) {
  const auto guest = guests_.extract(call);
  if (!guest.empty()) guest.mapped().answer(std::move(verdict));
}

void Unattended::left(std::uint64_t call) {
  guests_.erase(call);
  attended_.left(call);
}

PasswordThread& Unattended::passwords() {
  if (!passwords_) passwords_ = std::make_unique<PasswordThread>(loop_, directory_);
  return *passwords_;
}

}  // namespace gatehouse::agent
