// A datagram between the agent and its consent window, whose texts strangers wrote: what is taken is within its bounds,
// written again reads the same, and its texts can be shown.
#include "appliance/base/result.h"
#include "appliance/base/text.h"
#include "appliance/window/console_question.h"
#include "appliance/window/messages.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = window::decode({data, size});
  if (!message) return 0;
  const Bytes again = window::encode(*message);
  const auto reread = window::decode(again);
  GH_ASSERT(reread && reread->index() == message->index());
  GH_ASSERT(window::encode(*reread) == again);
  if (const auto* ask = std::get_if<window::Ask>(&*message)) {
    for (const std::string& text :
         {ask->name, ask->account, ask->identity, ask->organization, ask->address, ask->reason}) {
      const std::string line = as_shown_line(text, 120);
      GH_ASSERT(is_utf8(line) && length_in_characters(line) <= 120);
      GH_ASSERT(line.empty() || is_plain_text(line));
      GH_ASSERT(as_shown_line(line, 120) == line);
    }
    const auto question = window::ConsoleQuestion::about(*ask, window::Language::english, {});
    for (const window::ConsoleLine& line : question->lines(80, {}))
      GH_ASSERT(window::cells(line.text) <= 80 && (line.text.empty() || is_plain_text(line.text)));
  }
  if (const auto* answer = std::get_if<window::AnswerElevation>(&*message))
    GH_ASSERT(answer->user.size() <= window::kUserCap && answer->password.size() <= window::kPasswordCap);
  return 0;
}
