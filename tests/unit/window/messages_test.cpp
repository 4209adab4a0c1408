#include "appliance/window/messages.h"

#include "tests/support/catch.h"

namespace gatehouse::window_messages_test {

using policy::Permissions;

TEST_CASE("messages between agent and consent window survive the way", "[window]") {
  const window::Message all[] = {
      window::Start{":0", "MIT-MAGIC-COOKIE-1", std::string("\0\1\2", 3), "de_DE.UTF-8"},
      window::Ask{7, "Ada", "ada@example.org", "ada@engines, 123 456 789", "Engines", "192.0.2.7",
                  std::string(10000, 'x'), Permissions::all(), true, 60},
      window::AskElevation{7, "Ada", "ada@example.org", window::ElevationQuestion::who_allows_again, 60},
      window::Withdraw{1ull << 60},
      window::Running{7, "Ada", "ada@example.org", Permissions::all(), Permissions::view_only(), true, true},
      window::Over{7},
      window::Ready{},
      window::Answer{7, true, Permissions::view_only()},
      window::AnswerElevation{7, true, "root", "a password"},
      window::Choose{7, Permissions::view_only()},
      window::Hold{true},
      window::End{0},
      window::Chat{7, "two\nlines"},
      window::GiveControls{7},
      window::WatchLock{},
      window::Locked{true},
  };
  for (const window::Message& message : all) {
    const Bytes bytes = window::encode(message);
    auto back = window::decode(bytes);
    REQUIRE(back);
    CHECK(back->index() == message.index());
    CHECK(window::encode(*back) == bytes);
    // No prefix, and nothing longer, is a message.
    for (std::size_t length = 0; length < bytes.size(); ++length)
      CHECK_FALSE(window::decode(ByteView(bytes).first(length)));
    Bytes longer = bytes;
    longer.push_back(0);
    CHECK_FALSE(window::decode(longer));
  }
  CHECK_FALSE(window::decode(Bytes{99}));
}

TEST_CASE("a yes is one bit, and nothing else is a yes", "[window]") {
  for (const window::Message& yes :
       {window::Message(window::Answer{7, true, Permissions::all()}),
        window::Message(window::AnswerElevation{7, true, "root", "a password"})}) {
    Bytes bytes = window::encode(yes);
    for (int value = 2; value < 256; ++value) {
      bytes[9] = static_cast<std::uint8_t>(value);
      CHECK_FALSE(window::decode(bytes));
    }
  }
}

TEST_CASE("names and passwords for elevation have bounds", "[window]") {
  window::AnswerElevation answer{7, true, std::string(window::kUserCap, 'u'),
                                 std::string(window::kPasswordCap, 'p')};
  CHECK(window::decode(window::encode(answer)));
  answer.user += 'u';
  CHECK_FALSE(window::decode(window::encode(answer)));
  answer.user.clear();
  answer.password += 'p';
  CHECK_FALSE(window::decode(window::encode(answer)));
}

TEST_CASE("permissions nobody knows are dropped on the way", "[window]") {
  Bytes bytes = window::encode(window::Choose{7, {}});
  for (std::size_t i = 9; i < 13; ++i) bytes[i] = 0xff;
  const auto message = window::decode(bytes);
  REQUIRE(message);
  CHECK(std::get<window::Choose>(*message).chosen == Permissions::all());
}

}  // namespace gatehouse::window_messages_test
