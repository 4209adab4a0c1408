#include "appliance/agent/consent_place.h"

namespace gatehouse::agent {

bool is_persons_own(const desktop::DisplaySource& source) {
  switch (source.kind) {
    case desktop::DisplaySource::Kind::x11:
      return !source.resizable;
    case desktop::DisplaySource::Kind::kms:
      return true;
    case desktop::DisplaySource::Kind::test_card:
      break;
  }
  return false;
}

ConsentPlace consent_place(const desktop::DisplaySource& source, bool must_ask, const ConsoleCanAsk& console,
                           std::string& why_not) {
  // Nothing of ours can be drawn over it that viewers could not press, too.
  if (source.kind == desktop::DisplaySource::Kind::kms) {
    why_not =
        "there is no place to ask on a screen that is shown through the graphics card; a password or a "
        "profile lets people in";
    return ConsentPlace::nowhere;
  }
  if (is_persons_own(source)) return ConsentPlace::window;
  if (!must_ask) return ConsentPlace::nowhere;
  const auto can_ask = console ? console() : Result<void>(Error{"there is no text console"});
  if (can_ask) return ConsentPlace::console;
  why_not = can_ask.error().message;
  return ConsentPlace::nowhere;
}

}  // namespace gatehouse::agent
