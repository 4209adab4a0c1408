#include "appliance/window/console_question.h"

#include "appliance/base/text.h"
#include "tests/support/catch.h"

namespace gatehouse::console_question_test {

using namespace window;
using policy::Permission;
using policy::Permissions;
using std::chrono::milliseconds;
using Time = ConsoleQuestion::Time;

const Time kBegin{};
const Time kArmed = kBegin + ConsoleQuestion::kArmsAfter;

Ask a_visit() {
  Ask ask;
  ask.call = 7;
  ask.name = "Ada King";
  ask.account = "ada@example.org";
  ask.identity = "ada@engines, 123 456 789";
  ask.organization = "Engines";
  ask.address = "192.0.2.7";
  ask.reason = "the printer";
  ask.offered = Permissions::available();
  ask.first_contact = true;
  ask.seconds = 60;
  return ask;
}

AskElevation an_elevation(ElevationQuestion question) {
  return {7, "Ada King", "ada@example.org", question, 60};
}

std::string shown(const ConsoleQuestion& question, Time now = kArmed, std::size_t width = 80) {
  std::string out;
  for (const ConsoleLine& line : question.lines(width, now)) out += line.text + "\n";
  return out;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::optional<Message> press(ConsoleQuestion& question, std::string_view keys, Time now = kArmed) {
  KeyReader reader;
  std::optional<Message> answer;
  for (const char byte : keys)
    if (const auto key = reader.take(static_cast<std::uint8_t>(byte)))
      if (auto said = question.press(*key, now); said && !answer) answer = std::move(said);
  return answer;
}

std::optional<bool> accepted(const std::optional<Message>& message) {
  if (!message) return std::nullopt;
  if (const auto* answer = std::get_if<Answer>(&*message)) return answer->accepted;
  return std::get<AnswerElevation>(*message).accepted;
}

TEST_CASE("the console shows who asks for what", "[window][console]") {
  const auto question = ConsoleQuestion::about(a_visit(), Language::english, kBegin);
  const std::string text = shown(*question);
  for (const char* part : {"Ada King", "wants to connect", "ada@example.org", "ada@engines, 123 456 789",
                           "Engines", "from 192.0.2.7", "the printer", "First contact",
                           "[x] B Hear the sound", "[A] Accept", "[D] Deny", "denied in 58 s"}) {
    INFO(part << " in\n" << text);
    CHECK(has(text, part));
  }
  Ask known = a_visit();
  known.first_contact = false;
  known.reason = "";
  known.offered = Permissions::view_only();
  const std::string less = shown(*ConsoleQuestion::about(known, Language::german, kBegin));
  INFO(less);
  CHECK_FALSE(has(less, "Kontakt"));
  CHECK_FALSE(has(less, "Grund"));
  CHECK_FALSE(has(less, "[x]"));
  CHECK(has(less, "sonst nichts"));
  CHECK(has(less, "[A] Annehmen"));
  // On the smallest of today's consoles.
  Ask long_texts = a_visit();
  for (std::string* one : {&long_texts.name, &long_texts.account, &long_texts.identity,
                           &long_texts.organization, &long_texts.reason})
    *one = std::string(2000, 'x');
  for (const std::size_t width : {1, 2, 20, 40, 80, 240})
    for (const ConsoleLine& line :
         ConsoleQuestion::about(long_texts, Language::english, kBegin)->lines(width, kBegin))
      if (width >= 20) CHECK(cells(line.text) <= width);
  for (const Language language : {Language::english, Language::german}) {
    auto lines = ConsoleQuestion::about(long_texts, language, kBegin)->lines(80, kBegin);
    std::erase(lines, ConsoleLine{});
    CHECK(lines.size() <= 23);
  }
}

TEST_CASE("what strangers wrote is plain text on the console", "[window][console]") {
  const std::string hostile =
      "\033[2J\033]0;x\a\r\n\xe2\x80\xae\xc2\x9b"
      "1mAda\xff";
  Ask visit = a_visit();
  for (std::string* one :
       {&visit.name, &visit.account, &visit.identity, &visit.organization, &visit.address, &visit.reason})
    *one = hostile;
  auto elevation = an_elevation(ElevationQuestion::who_allows);
  elevation.name = elevation.account = hostile;
  for (const auto& question : {ConsoleQuestion::about(visit, Language::english, kBegin),
                               ConsoleQuestion::about(elevation, Language::english, kBegin)})
    for (const ConsoleLine& line : question->lines(80, kArmed)) {
      INFO(line.text);
      CHECK((line.text.empty() || is_plain_text(line.text)));
    }
}

TEST_CASE("what is pressed at the console answers", "[window][console]") {
  const Permissions seen = Permissions::available();
  const struct {
    const char* keys;
    std::optional<bool> accepted;
    Permissions chosen;
  } cases[] = {
      {"a", true, seen},
      {"A", true, seen},
      {"ba", true, seen.without(Permission::hear_sound)},
      {"bba", true, seen},
      {"bca", true, seen.without(Permission::hear_sound).without(Permission::keyboard)},
      {"d", false, {}},
      {"bd", false, {}},
      {"\x03", false, {}},
      {"", std::nullopt, {}},
      {"\rxyn 19\t\x7f", std::nullopt, {}},
      {"\033[A\033OA\033a", std::nullopt, {}},
  };
  for (const auto& [keys, expected, chosen] : cases) {
    INFO(keys);
    const auto question = ConsoleQuestion::about(a_visit(), Language::english, kBegin);
    const auto answer = press(*question, keys);
    CHECK(accepted(answer) == expected);
    if (!answer) continue;
    CHECK(std::get<Answer>(*answer).call == 7);
    CHECK(std::get<Answer>(*answer).chosen == chosen);
  }
  // Not more than is offered, and seeing is no choice.
  Ask little = a_visit();
  little.offered = Permissions::view_only();
  const auto question = ConsoleQuestion::about(little, Language::english, kBegin);
  CHECK(std::get<Answer>(*press(*question, "bca")).chosen == Permissions::view_only());
}

TEST_CASE("no key counts in the first moments, nor while somebody types on", "[window][console]") {
  const auto question = ConsoleQuestion::about(a_visit(), Language::english, kBegin);
  CHECK_FALSE(press(*question, "aaad", kBegin));
  CHECK_FALSE(press(*question, "a", kBegin + milliseconds(1999)));
  CHECK_FALSE(question->armed(kBegin + milliseconds(2000)));
  CHECK(has(shown(*question, kBegin + milliseconds(2500)), "One moment"));
  CHECK_FALSE(has(shown(*question, kBegin + milliseconds(2500)), "[A]"));
  CHECK_FALSE(press(*question, "b", kBegin + milliseconds(2998)));  // still at it
  CHECK_FALSE(press(*question, "a", kBegin + milliseconds(3997)));
  CHECK(question->armed(kBegin + milliseconds(4997)));
  const auto answer = press(*question, "a", kBegin + milliseconds(4997));
  REQUIRE(accepted(answer) == true);
  CHECK(std::get<Answer>(*answer).chosen == Permissions::available());  // the b was none
  CHECK(ConsoleQuestion::about(a_visit(), Language::english, kBegin)->armed(kArmed));
}

TEST_CASE("what does not fit on the screen can only be denied", "[window][console]") {
  const auto question = ConsoleQuestion::about(a_visit(), Language::english, kBegin);
  question->can_accept(false);
  CHECK(has(shown(*question), "too small"));
  CHECK_FALSE(has(shown(*question), "[A]"));
  CHECK_FALSE(press(*question, "a"));
  CHECK(accepted(press(*question, "d")) == false);
  const auto elevation =
      ConsoleQuestion::about(an_elevation(ElevationQuestion::who_allows), Language::english, kBegin);
  elevation->can_accept(false);
  CHECK(accepted(press(*elevation, "root\rsecret\r")) == false);
}

TEST_CASE("administrator's rights are given at the console", "[window][console]") {
  using Question = ElevationQuestion;
  const struct {
    Question question;
    const char* keys;
    std::optional<bool> accepted;
    const char *user, *password;
  } cases[] = {
      {Question::allow, "a", true, "", ""},
      {Question::allow, "d", false, "", ""},
      {Question::allow, "\r", std::nullopt, "", ""},
      {Question::who_allows, "ada\rsecret\r", true, "ada", "secret"},
      {Question::who_allows_again, "dad\rs d a\r", true, "dad", "s d a"},
      {Question::who_allows,
       "adx\x7f"
       "a\rsecrett\b\r",
       true, "ada", "secret"},
      {Question::who_allows,
       "zzz\x15"
       "ada\rx\x15secret\r",
       true, "ada", "secret"},
      {Question::who_allows, "ad\tsecret\ta\r\r", true, "ada", "secret"},
      {Question::who_allows, "\tsecret\rada\r\r", true, "ada", "secret"},
      {Question::who_allows, "ada\033[A\rsec\033[[Aret\r", true, "ada", "secret"},
      {Question::who_allows, "J\xc3\xb6\xc3\xb6\x7f\rs\r", true, "J\xc3\xb6", "s"},
      {Question::who_allows, "\r", false, "", ""},
      {Question::who_allows, "ada\r\r", false, "", ""},
      {Question::who_allows, "ada\rsecret\x03", false, "", ""},
      {Question::who_allows, "ada\rsecret", std::nullopt, "", ""},
  };
  for (const auto& [question, keys, expected, user, password] : cases) {
    INFO(keys);
    const auto asked = ConsoleQuestion::about(an_elevation(question), Language::english, kBegin);
    CHECK_FALSE(press(*asked, "\r\ra", kBegin - std::chrono::seconds(5)));
    const auto answer = press(*asked, keys);
    CHECK(accepted(answer) == expected);
    CHECK_FALSE(has(shown(*asked), "secret"));
    if (!answer) continue;
    CHECK(std::get<AnswerElevation>(*answer).user == user);
    CHECK(std::get<AnswerElevation>(*answer).password == password);
  }
  const auto bounded = ConsoleQuestion::about(an_elevation(Question::who_allows), Language::english, kBegin);
  const auto answer = press(*bounded, std::string(1000, 'u') + "\r" + std::string(1000, 'p') + "\r");
  REQUIRE(answer);
  CHECK(std::get<AnswerElevation>(*answer).user.size() == kUserCap);
  CHECK(std::get<AnswerElevation>(*answer).password.size() == kPasswordCap);
  CHECK(
      has(shown(*ConsoleQuestion::about(an_elevation(Question::who_allows_again), Language::english, kBegin)),
          "are not those of an administrator"));
}

TEST_CASE("every permission has a key of its own, that means nothing else", "[window][console]") {
  for (const char other : {'a', 'd', 'e', 'n', 'x', 'y'})
    CHECK(kPermissionKeys.find(other) == std::string_view::npos);
  CHECK(keyed(Permissions::all(), Language::english).size() == switches_in(Language::english).size() - 1);
  CHECK(kPermissionKeys.size() >= std::size(policy::kPermissions) - 1);
}

}  // namespace gatehouse::console_question_test
