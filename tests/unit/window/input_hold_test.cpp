#include "appliance/window/input_hold.h"

#include <vector>

#include "tests/support/catch.h"

namespace gatehouse::input_hold_test {

using window::HoldTime;
using window::InputHold;
using window::Writing;
using namespace std::chrono_literals;
constexpr HoldTime kBegin{1h};

TEST_CASE("viewers' input is held while something is asked, written, or pressed where it does not arrive",
          "[window]") {
  InputHold hold;
  using Said = std::optional<bool>;
  CHECK(hold.look({}, kBegin) == Said());
  CHECK(hold.look({.asks = true}, kBegin) == Said(true));
  CHECK(hold.look({.asks = true, .writes = true}, kBegin) == Said());
  CHECK(hold.look({.writes = true}, kBegin) == Said());
  CHECK(hold.look({}, kBegin) == Said(false));
  CHECK(hold.look({.pressed_elsewhere = true}, kBegin) == Said(true));
  CHECK(hold.look({}, kBegin + 1900ms) == Said());
  CHECK(hold.look({.pressed_elsewhere = true}, kBegin + 1900ms) == Said());
  CHECK(hold.look({}, kBegin + 3800ms) == Said());
  // What ends meanwhile does not let viewers in.
  CHECK(hold.look({.asks = true}, kBegin + 3800ms) == Said());
  CHECK(hold.look({}, kBegin + 3850ms) == Said());
  CHECK(hold.look({}, kBegin + 3900ms) == Said(false));
}

TEST_CASE("a chat's field takes keys only once viewers' input is held, and not for ever", "[window]") {
  using Is = Writing::Is;
  struct Step {
    std::chrono::milliseconds at;
    bool has_focus;
    int bytes;
    Is expected;
  };
  const auto run = [](const std::vector<Step>& steps, bool sends_at_last) {
    Writing writing;
    for (const Step& step : steps) {
      INFO(step.at.count());
      if (sends_at_last && &step == &steps.back()) writing.sent();
      CHECK(writing.look(step.has_focus, step.bytes, kBegin + step.at) == step.expected);
      CHECK(writing.writes() == (step.expected == Is::held || step.expected == Is::takes_keys));
    }
  };
  run({{0ms, false, 0, Is::off},
       {100ms, true, 0, Is::held},
       {600ms, true, 0, Is::held},
       {700ms, true, 0, Is::takes_keys},
       {800ms, false, 0, Is::off},
       {900ms, true, 0, Is::held}},
      false);
  // Nothing is written.
  run({{0ms, true, 0, Is::held}, {4900ms, true, 0, Is::takes_keys}, {5000ms, true, 0, Is::idle}}, false);
  // In the middle of a sentence, which goes on.
  run({{0ms, true, 0, Is::held},
       {4900ms, true, 3, Is::takes_keys},
       {14800ms, true, 4, Is::takes_keys},
       {24700ms, true, 4, Is::takes_keys},
       {24800ms, true, 4, Is::idle},
       {24900ms, true, 4, Is::held}},
      false);
  // After it was sent.
  run({{0ms, true, 0, Is::held}, {1000ms, true, 3, Is::takes_keys}, {2600ms, true, 0, Is::takes_keys}}, true);
  run({{0ms, true, 0, Is::held}, {1000ms, true, 0, Is::takes_keys}, {1600ms, true, 0, Is::idle}}, true);
}

}  // namespace gatehouse::input_hold_test
