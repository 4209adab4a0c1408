// Who is connected, on the text console: what they may, to be switched off at once and allowed again after a second
// question, and the ways to end it. Pure, like console_question.h.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include "appliance/window/console_keys.h"
#include "appliance/window/console_text.h"
#include "appliance/window/console_words.h"
#include "appliance/window/messages.h"

namespace gatehouse::window {

class ConsoleSessions {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // What is allowed again counts so long after it was asked, and until then.
  static constexpr std::chrono::milliseconds kAgainArms{800}, kAgainGoes{10000};

  explicit ConsoleSessions(Language language)
      : language_(language), words_(words_in(language)), console_(console_words_in(language)) {}

  void put(const Running& session);
  // Each gives what is to be said to the agent.
  std::vector<Message> remove(std::uint64_t call);
  std::vector<Message> press(const Key& key, Time now);
  std::vector<Message> tick(Time now);  // from time to time

  // At most so many, if there are six; the keys stand in the last ones.
  std::vector<ConsoleLine> lines(ConsoleSize size) const;

 private:
  struct Asked {
    policy::Permission permission = policy::Permission::view_screen;
    std::string words;
    Time since;
  };
  using Sessions = std::map<std::uint64_t, Running>;  // their texts made fit to be shown

  Sessions::const_iterator chosen() const;
  std::vector<Message> turn(const KeyedPermission& permission, Time now);
  std::vector<Message> answer_again(bool allowed);
  std::vector<ConsoleLine> of_chosen(std::size_t width) const;

  const Language language_;
  const Words& words_;
  const ConsoleWords& console_;
  Sessions sessions_;
  std::uint64_t chosen_ = 0;    // call
  std::optional<Asked> asked_;  // of the chosen one
};

}  // namespace gatehouse::window
