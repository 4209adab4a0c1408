#include "appliance/agent/locked_screen.h"

#include "appliance/agent/consent_window.h"

namespace gatehouse::agent {
namespace {

constexpr std::chrono::seconds kAgain{2};

}  // namespace

void LockedScreen::look(const desktop::DisplaySource& screen, std::function<void()> known) {
  asked_ = {screen.name, owner_of(screen.x11_socket)};
  waiting_.push_back(std::move(known));
  ask();
}

void LockedScreen::ask() {
  logind_.ask(asked_, [this](bool locked) { logind_says(locked); });
}

void LockedScreen::logind_says(bool locked) {
  const bool changes = std::exchange(by_logind_, locked) != locked;
  for (const auto waiting = std::exchange(waiting_, {}); const auto& known : waiting) known();
  if (changes) changed_();
}

void LockedScreen::keep_looking(bool yes) {
  if (!yes) {
    again_.reset();
  } else if (!again_) {
    again_ = loop_.every(kAgain, [this] {
      if (waiting_.empty()) ask();
    });
  }
}

void LockedScreen::forget() {
  by_window_ = by_logind_ = false;
  asked_ = {};
  again_.reset();
}

void LockedScreen::window_says(bool locked) {
  if (std::exchange(by_window_, locked) != locked) changed_();
}

}  // namespace gatehouse::agent
