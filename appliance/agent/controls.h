// Which of the sessions that may type or point does so: one at a time, and how that changes hands (PROTOCOL.md,
// Controls). Loop thread.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/net/event_loop.h"
#include "appliance/wire/session.h"

namespace gatehouse::agent {

class Controls {
 public:
  // A holder that says nothing for so long has agreed.
  static constexpr std::chrono::milliseconds kAnswerWithin = std::chrono::seconds(15);
  // After a no the holder is not asked for the same viewer so long; nor when that one took its wishes back so often.
  static constexpr std::chrono::milliseconds kNotAgainFor = std::chrono::seconds(30);
  static constexpr int kTakenBack = 3;

  using Told = std::function<void(const wire::Controls&)>;
  explicit Controls(net::EventLoop& loop, std::chrono::milliseconds answer_within = kAnswerWithin,
                    std::chrono::milliseconds not_again_for = kNotAgainFor)
      : loop_(loop), answer_within_(answer_within), not_again_for_(not_again_for) {}

  // From now on the session may have them. `told` runs inside the call with what holds for it now, and whenever that is
  // another; a wish that the holder is spared from is told as waiting and then as gone. It may not call back. `name`: what the
  // others read. `viewer`: whose sessions count as one's.
  void add(std::uint64_t call, std::string name, std::string viewer, Told told);
  // It left, or may no more. Harmless for one that is not here; it is told nothing.
  void remove(std::uint64_t call);
  void wish(std::uint64_t call, wire::Wish::What what);
  // By the person at the machine.
  void give(std::uint64_t call);

  // 0: nobody.
  std::uint64_t holder() const { return holder_; }
  // Runs after the holder has changed and everybody was told.
  void on_holder(std::function<void()> changed) { changed_ = std::move(changed); }

 private:
  struct Member {
    std::uint64_t call = 0;
    std::string name, viewer;
    Told told;
    std::optional<wire::Controls> last;  // that it was told
  };

  // What the holder is spared.
  struct Nagging {
    std::chrono::steady_clock::time_point until;
    bool refused = false;
    int taken_back = 0;
  };

  Member* find(std::uint64_t call);
  Nagging& nagging(const std::string& viewer);
  bool is_spared(const std::string& viewer);
  void hand_to(std::uint64_t call);
  void hand_on();
  void drop_wish(std::uint64_t call);
  void tell();

  net::EventLoop& loop_;
  const std::chrono::milliseconds answer_within_, not_again_for_;
  std::vector<Member> members_;             // in the order in which they came
  std::vector<std::uint64_t> wishes_;       // in the order in which they were said
  std::map<std::string, Nagging> nagging_;  // by viewer, of this holder
  std::uint64_t holder_ = 0, told_holder_ = 0;
  std::uint64_t asked_for_ = 0;  // the wish that the deadline is about
  net::EventLoop::HandlePtr deadline_;
  std::function<void()> changed_ = [] {};
};

}  // namespace gatehouse::agent
