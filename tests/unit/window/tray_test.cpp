#include "appliance/window/tray.h"

#include "appliance/window/tray_icon.h"
#include "tests/support/catch.h"

namespace gatehouse::tray_test {

using window::IconState;
using window::Language;
using window::tray_icon;

std::uint32_t at(const std::vector<std::uint32_t>& pixels, int size, double x, double y) {
  return pixels[static_cast<std::size_t>(y * size) * static_cast<std::size_t>(size) +
                static_cast<std::size_t>(x * size)];
}

TEST_CASE("the tray's icon is whole at every size, and says what it says by its shape", "[window]") {
  for (const int size : {16, 22, 24, 32, 48}) {
    INFO(size);
    const auto linked = tray_icon(size, IconState::linked), away = tray_icon(size, IconState::away),
               session = tray_icon(size, IconState::session);
    REQUIRE(linked.size() == static_cast<std::size_t>(size * size));
    for (const auto& picture : {linked, away, session}) {
      CHECK(picture.front() >> 24 < 64);  // round corners
      CHECK(at(picture, size, 0.5, 0.1) >> 24 == 255);
      // No color is stronger than its alpha: trays with transparency want it so.
      for (const std::uint32_t pixel : picture)
        for (const int part : {0, 8, 16}) CHECK((pixel >> part & 255) <= pixel >> 24);
    }
    CHECK(linked != away);
    const std::uint32_t mark = at(session, size, 0.75, 0.75);
    CHECK((mark >> 16 & 255) > 180);
    CHECK((mark & 255) < 90);
    CHECK(at(session, size, 0.25, 0.25) == at(linked, size, 0.25, 0.25));
  }
  CHECK(tray_icon(0, IconState::linked).empty());
}

TEST_CASE("what the tray's entry says is the policy's before it is ours", "[window]") {
  struct Case {
    std::string text, german, english_says, german_says;
  };
  const Case cases[] = {
      {"", "", "Start remote session", "Fernsitzung starten"},
      {"Get help", "", "Get help", "Get help"},
      {"Get help", "Hilfe holen", "Get help", "Hilfe holen"},
      {"", "Hilfe holen", "Start remote session", "Hilfe holen"},
  };
  for (const auto& [text, german, english_says, german_says] : cases) {
    window::TrayNow now;
    now.start = text;
    now.start_german = german;
    CHECK(window::entry_words(now, Language::english) == english_says);
    CHECK(window::entry_words(now, Language::german) == german_says);
  }
}

}  // namespace gatehouse::tray_test
