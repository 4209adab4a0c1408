#include "appliance/agent/controls.h"

#include <algorithm>

namespace gatehouse::agent {

void Controls::add(std::uint64_t call, std::string name, std::string viewer, Told told) {
  if (find(call) != nullptr) return;
  members_.push_back({call, std::move(name), std::move(viewer), std::move(told), std::nullopt});
  if (members_.size() == 1) holder_ = call;
  tell();
}

void Controls::remove(std::uint64_t call) {
  if (std::erase_if(members_, [call](const Member& member) { return member.call == call; }) == 0) return;
  drop_wish(call);
  if (holder_ == call) hand_on();
  tell();
}

void Controls::wish(std::uint64_t call, wire::Wish::What what) {
  Member* const member = find(call);
  if (member == nullptr) return;
  const bool holds = holder_ == call;
  switch (what) {
    case wire::Wish::What::have:
      if (holds || std::ranges::find(wishes_, call) != wishes_.end()) return;
      if (holder_ == 0) {
        hand_to(call);
      } else if (is_spared(member->viewer)) {
        // It is told no as it is by a holder: its wish waits, and is gone.
        wire::Controls now = *member->last;
        for (const bool waits : {true, false}) now.wish = waits, member->told(now);
        return;
      } else {
        wishes_.push_back(call);
      }
      break;
    case wire::Wish::What::let_go:
      if (std::erase(wishes_, call) != 0) ++nagging(member->viewer).taken_back;
      if (holds) hand_to(wishes_.empty() ? 0 : wishes_.front());
      break;
    case wire::Wish::What::keep:
      if (!holds || wishes_.empty()) break;
      if (const Member* const asking = find(wishes_.front())) nagging(asking->viewer).refused = true;
      wishes_.erase(wishes_.begin());
      break;
  }
  tell();
}

void Controls::give(std::uint64_t call) {
  if (find(call) == nullptr) return;
  hand_to(call);
  tell();
}

Controls::Member* Controls::find(std::uint64_t call) {
  const auto found = std::ranges::find(members_, call, &Member::call);
  return found == members_.end() ? nullptr : &*found;
}

// From now on for the whole time again.
Controls::Nagging& Controls::nagging(const std::string& viewer) {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(nagging_, [now](const auto& one) { return one.second.until <= now; });
  Nagging& found = nagging_[viewer];
  found.until = now + not_again_for_;
  return found;
}

bool Controls::is_spared(const std::string& viewer) {
  const auto found = nagging_.find(viewer);
  return found != nagging_.end() && std::chrono::steady_clock::now() < found->second.until &&
         (found->second.refused || found->second.taken_back >= kTakenBack);
}

void Controls::hand_to(std::uint64_t call) {
  if (std::exchange(holder_, call) != call) nagging_.clear();
  drop_wish(call);
}

void Controls::hand_on() {
  if (!wishes_.empty()) return hand_to(wishes_.front());
  hand_to(members_.empty() ? 0 : members_.front().call);
}

void Controls::drop_wish(std::uint64_t call) {
  std::erase(wishes_, call);
}

// The wish that waits longest has its own time, with each holder.
void Controls::tell() {
  const std::uint64_t asking = wishes_.empty() ? 0 : wishes_.front();
  if (asking != asked_for_ || (asking != 0 && holder_ != told_holder_)) {
    asked_for_ = asking;
    // Another wish, though it may read the same.
    if (Member* const asked = find(holder_); asked != nullptr && asking != 0) asked->last.reset();
    deadline_.reset();
    if (asking != 0)
      deadline_ = loop_.after(answer_within_, [this] {
        hand_on();
        tell();
      });
  }
  const Member* const holder = find(holder_);
  const Member* const asker = find(asking);
  for (Member& member : members_) {
    wire::Controls now;
    if (&member == holder) {
      now.holder = wire::Controls::Holder::you;
      if (asker != nullptr) now.asking = asker->name;
    } else if (holder != nullptr) {
      now.holder = wire::Controls::Holder::another;
      now.name = holder->name;
    }
    now.wish = std::ranges::find(wishes_, member.call) != wishes_.end();
    now.shared = members_.size() > 1;
    if (now == member.last) continue;
    member.last = now;
    member.told(now);
  }
  if (std::exchange(told_holder_, holder_) != holder_) changed_();
}

}  // namespace gatehouse::agent
