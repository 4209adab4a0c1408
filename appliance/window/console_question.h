// A question to the person at a text console: who asks, in lines of text, and what their keys answer. Nothing accepts by
// itself, nor a key that was meant for something else: none counts in the first moments, nor while somebody types on.
// Pure: the caller has the terminal and the clock.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/window/console_keys.h"
#include "appliance/window/console_text.h"
#include "appliance/window/console_words.h"
#include "appliance/window/messages.h"

namespace gatehouse::window {

class ConsoleQuestion {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds kArmsAfter{2000}, kQuietBefore{1000};

  static std::unique_ptr<ConsoleQuestion> about(const Ask& ask, Language language, Time now);
  static std::unique_ptr<ConsoleQuestion> about(const AskElevation& ask, Language language, Time now);
  virtual ~ConsoleQuestion() = default;

  std::uint64_t call() const { return call_; }
  // Whether keys count. What was typed before is to be thrown away then.
  bool armed(Time now) const;
  // The answer, once one is given.
  std::optional<Message> press(const Key& key, Time now);
  // All of it, whatever the terminal's height: where it does not fit, can_accept(false) leaves a no.
  std::vector<ConsoleLine> lines(std::size_t width, Time now) const;
  void can_accept(bool fits) { fits_ = fits; }

 protected:
  ConsoleQuestion(std::uint64_t call, std::uint16_t seconds, std::string_view name, std::string_view account,
                  Language language, Time now);

  virtual std::optional<Message> pressed(const Key& key) = 0;
  virtual Message refusal() const = 0;
  virtual void add_lines(std::vector<ConsoleLine>& lines, std::size_t width) const = 0;
  virtual std::string answers() const = 0;  // "[A] Accept   [D] Deny"
  bool fits() const { return fits_; }

  const std::uint64_t call_;
  const Language language_;
  const Words& words_;
  const ConsoleWords& console_;
  std::string name_, account_;

 private:
  const Time since_;
  const std::chrono::seconds seconds_;
  std::optional<Time> typed_;  // before it was armed
  bool fits_ = true;
};

// Many of them as two columns, where there is room.
void add_columns(std::vector<ConsoleLine>& lines, const std::vector<std::string>& words, std::size_t width);
// "[x] B Use the keyboard"
std::string switch_words(const KeyedPermission& permission, bool on);

}  // namespace gatehouse::window
