#include "appliance/agent/locked_screen.h"

#include <utility>

#include "appliance/agent/consent_window.h"
#include "appliance/base/log.h"

namespace gatehouse::agent {
namespace {

constexpr std::chrono::seconds kAgain{2};

}  // namespace

void LockedScreen::look(const desktop::DisplaySource& screen, std::function<void()> known) {
  is_at(screen);
  look_again(std::move(known));
}

void LockedScreen::look_again(std::function<void()> known) {
  // What was true when nobody was looking may be so no more.
  if (!again_ && waiting_.empty()) by_logind_.reset(), unsaid_ = false;
  waiting_.push_back(std::move(known));
  await_logind();
  if (!logind_.is_asking()) ask();
}

void LockedScreen::is_at(const desktop::DisplaySource& screen) {
  // A display's name passes from one person's server to the next one's.
  LockAsked now{screen.name, owner_of(screen.x11_socket)};
  if (asked_ == now) return;
  asked_ = std::move(now);
  by_logind_.reset();
  unsaid_ = false;
  if (std::exchange(giving_up_, nullptr)) await_logind();
  if (logind_.is_asking()) ask();
}

void LockedScreen::await_logind() {
  if (!by_logind_ && !unsaid_ && !giving_up_) giving_up_ = loop_.after(patience_, [this] { give_up(); });
}

void LockedScreen::ask() {
  logind_.ask(asked_, [this](std::optional<bool> locked) { logind_says(locked); });
}

template <typename Change>
void LockedScreen::change(Change what) {
  const bool was_locked = is_locked(), was_known = is_known();
  what();
  if (was_locked != is_locked() || was_known != is_known()) changed_();
}

void LockedScreen::logind_says(std::optional<bool> locked) {
  change([&] {
    if (locked) by_logind_ = locked, unsaid_ = false, giving_up_.reset();
  });
  for (const auto waiting = std::exchange(waiting_, {}); const auto& known : waiting) known();
}

void LockedScreen::give_up() {
  giving_up_.reset();
  log::warning("agent", std::string("logind does not say whether the screen is locked; it counts as ") +
                            (strict_ ? "locked" : "not locked"));
  change([this] { unsaid_ = true; });
}

void LockedScreen::keep_looking(bool yes) {
  if (yes) await_logind();
  if (!yes) {
    again_.reset();
    if (waiting_.empty()) giving_up_.reset();
  } else if (!again_) {
    again_ = loop_.every(kAgain, [this] {
      if (!logind_.is_asking()) ask();
    });
  }
}

void LockedScreen::forget() {
  by_window_ = unsaid_ = false;
  by_logind_.reset();
  asked_ = {};
  again_.reset();
  giving_up_.reset();
}

void LockedScreen::window_says(bool locked) {
  change([&] { by_window_ = locked; });
}

}  // namespace gatehouse::agent
