#include "appliance/window/console_question.h"

#include <algorithm>

#include "appliance/base/secret.h"
#include "appliance/base/text.h"

namespace gatehouse::window {
namespace {

constexpr std::string_view kMargin = " ";

void add(std::vector<ConsoleLine>& lines, std::string_view text, std::size_t width, std::size_t most,
         Look look = Look::plain) {
  for (const std::string& line : wrapped_cells(text, width - std::min<std::size_t>(width, 2), most))
    lines.push_back({std::string(kMargin) + line, look});
}

class VisitQuestion final : public ConsoleQuestion {
 public:
  VisitQuestion(const Ask& ask, Language language, Time now)
      : ConsoleQuestion(ask.call, ask.seconds, ask.name, ask.account, language, now),
        identity_(as_shown_line(ask.identity, 160)),
        organization_(as_shown_line(ask.organization, 80)),
        address_(as_shown_line(ask.address, 60)),
        reason_(as_shown_line(ask.reason, 400)),
        first_contact_(ask.first_contact),
        permissions_(keyed(ask.offered, language)),
        chosen_(policy::Permissions::view_only() & ask.offered) {
    for (const KeyedPermission& one : permissions_)  // and nothing that they do not see
      chosen_ = policy::Permissions::from_bits(chosen_.bits() | static_cast<std::uint32_t>(one.permission));
  }

 private:
  std::optional<Message> pressed(const Key& key) override {
    if (key.is('a') && fits()) return Answer{call_, true, chosen_};
    if (key.is('d') || key.kind == Key::Kind::cancel) return refusal();
    for (const KeyedPermission& one : permissions_)
      if (key.is(one.key))
        chosen_ = policy::Permissions::from_bits(chosen_.bits() ^ static_cast<std::uint32_t>(one.permission));
    return std::nullopt;
  }
  Message refusal() const override { return Answer{call_, false, {}}; }

  void add_lines(std::vector<ConsoleLine>& lines, std::size_t width) const override {
    add(lines, words_.wants, width, 1);
    for (const std::string& who : {account_, identity_, organization_}) add(lines, who, width, 1);
    if (!address_.empty()) add(lines, std::string(words_.from) + " " + address_, width, 1);
    if (!reason_.empty()) {
      lines.push_back({});
      add(lines, words_.reason, width, 1);
      // Marked, so that nothing of it passes for words of ours.
      for (const std::string& line : wrapped_cells(reason_, width - std::min<std::size_t>(width, 5), 3))
        lines.push_back({"   | " + line});
    }
    if (first_contact_) {
      lines.push_back({});
      add(lines, words_.first_contact, width, 3, Look::warning);
    }
    lines.push_back({});
    if (permissions_.empty()) return add(lines, console_.nothing_else, width, 2);
    add(lines, console_.toggle, width, 2, Look::strong);
    std::vector<std::string> switches;
    for (const KeyedPermission& one : permissions_)
      switches.push_back(switch_words(one, chosen_.has(one.permission)));
    add_columns(lines, switches, width);
  }
  std::string answers() const override {
    return (fits() ? key_words('a', words_.accept) + "   " : "") + key_words('d', words_.deny);
  }

  const std::string identity_, organization_, address_, reason_;
  const bool first_contact_;
  const std::vector<KeyedPermission> permissions_;
  policy::Permissions chosen_;
};

// A text as it is typed; never moved in memory, and wiped.
class Typed {
 public:
  explicit Typed(std::size_t cap) : cap_(cap) { text_.reserve(cap); }
  Typed(const Typed&) = delete;
  Typed& operator=(const Typed&) = delete;
  ~Typed() { clear(); }

  const std::string& text() const { return text_; }
  void clear() {
    wipe(text_.data(), text_.size());
    text_.clear();
  }
  void take(const Key& key) {
    if (key.kind == Key::Kind::character && text_.size() + key.text.size() <= cap_) text_ += key.text;
    if (key.kind == Key::Kind::clear) clear();
    if (key.kind == Key::Kind::erase && !text_.empty()) {
      while ((static_cast<unsigned char>(text_.back()) & 0xc0) == 0x80) text_.pop_back();
      text_.pop_back();
    }
  }

 private:
  const std::size_t cap_;
  std::string text_;
};

class ElevationPrompt final : public ConsoleQuestion {
 public:
  ElevationPrompt(const AskElevation& ask, Language language, Time now)
      : ConsoleQuestion(ask.call, ask.seconds, ask.name, ask.account, language, now),
        question_(ask.question) {}

 private:
  bool wants_name() const { return question_ != ElevationQuestion::allow; }

  std::optional<Message> pressed(const Key& key) override {
    if (key.kind == Key::Kind::cancel) return refusal();
    if (!wants_name()) {
      if (key.is('a') && fits()) return AnswerElevation{call_, true, "", ""};
      return key.is('d') ? std::optional(refusal()) : std::nullopt;
    }
    if (key.kind == Key::Kind::next) {
      at_password_ = !at_password_;
    } else if (key.kind != Key::Kind::enter) {
      (at_password_ ? password_ : user_).take(key);
    } else if ((at_password_ ? password_ : user_).text().empty() || !fits()) {
      return refusal();
    } else if (!at_password_ || user_.text().empty()) {
      at_password_ = !at_password_;
    } else {
      return AnswerElevation{call_, true, user_.text(), password_.text()};
    }
    return std::nullopt;
  }
  Message refusal() const override { return AnswerElevation{call_, false, "", ""}; }

  void add_lines(std::vector<ConsoleLine>& lines, std::size_t width) const override {
    add(lines, words_.wants_elevation, width, 2);
    add(lines, account_, width, 2);
    lines.push_back({});
    add(lines, words_.elevation_means, width, 5);
    lines.push_back({});
    if (!wants_name()) return add(lines, words_.administrator_named, width, 3);
    if (question_ == ElevationQuestion::who_allows_again)
      add(lines, words_.administrator_wrong, width, 2, Look::warning);
    add(lines, words_.name_administrator, width, 3);
    lines.push_back({});
    const auto field = [&](bool current, std::string_view label, const std::string& text) {
      std::string line(kMargin);
      line.append(current ? "> " : "  ").append(label).append(": ").append(text);
      if (current) line += '_';
      lines.push_back({line, current ? Look::strong : Look::plain});
    };
    field(!at_password_, words_.administrator, as_shown_line(user_.text(), kUserCap));
    field(at_password_, words_.password, "");
    lines.push_back({});
    add(lines, console_.denies_alone, width, 2);
  }
  std::string answers() const override {
    if (wants_name()) return "";
    return (fits() ? key_words('a', words_.allow_elevation) + "   " : "") + key_words('d', words_.deny);
  }

  const ElevationQuestion question_;
  bool at_password_ = false;
  Typed user_{kUserCap}, password_{kPasswordCap};
};

}  // namespace

ConsoleQuestion::ConsoleQuestion(std::uint64_t call, std::uint16_t seconds, std::string_view name,
                                 std::string_view account, Language language, Time now)
    : call_(call),
      language_(language),
      words_(words_in(language)),
      console_(console_words_in(language)),
      name_(as_shown_line(name, 120)),
      account_(as_shown_line(account, 160)),
      since_(now),
      seconds_(seconds) {
  if (name_.empty()) name_ = account_;
}

std::unique_ptr<ConsoleQuestion> ConsoleQuestion::about(const Ask& ask, Language language, Time now) {
  return std::make_unique<VisitQuestion>(ask, language, now);
}
std::unique_ptr<ConsoleQuestion> ConsoleQuestion::about(const AskElevation& ask, Language language,
                                                        Time now) {
  return std::make_unique<ElevationPrompt>(ask, language, now);
}

bool ConsoleQuestion::armed(Time now) const {
  return now - since_ >= kArmsAfter && (!typed_ || now - *typed_ >= kQuietBefore);
}

std::optional<Message> ConsoleQuestion::press(const Key& key, Time now) {
  if (armed(now)) return pressed(key);
  typed_ = now;
  return std::nullopt;
}

std::vector<ConsoleLine> ConsoleQuestion::lines(std::size_t width, Time now) const {
  std::vector<ConsoleLine> lines;
  add(lines, name_, width, 1, Look::strong);
  add_lines(lines, width);
  lines.push_back({});
  if (!fits_) add(lines, console_.too_small, width, 2, Look::warning);
  const std::string answers_now = armed(now) ? answers() : std::string(words_.wait);
  if (!answers_now.empty()) add(lines, answers_now, width, 1, Look::strong);
  const auto left =
      std::max(std::chrono::ceil<std::chrono::seconds>(since_ + seconds_ - now), std::chrono::seconds(0));
  add(lines,
      std::string(words_.denied_in) + " " + std::to_string(left.count()) + " " + std::string(words_.seconds),
      width, 1);
  return lines;
}

void add_columns(std::vector<ConsoleLine>& lines, const std::vector<std::string>& words, std::size_t width) {
  const std::size_t columns = words.size() > 5 && width >= 60 ? 2 : 1;
  const std::size_t rows = (words.size() + columns - 1) / columns;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string line(kMargin);
    // The last one in a row may be as long as the row.
    for (std::size_t at = row; at < words.size(); at += rows)
      line += at + rows < words.size()
                  ? filled(words[at], (width - std::min<std::size_t>(width, 2)) / columns)
                  : words[at];
    lines.push_back({cut(line, width)});
  }
}

std::string switch_words(const KeyedPermission& permission, bool on) {
  return std::string(on ? "[x] " : "[ ] ") + static_cast<char>(permission.key - 'a' + 'A') + " " +
         permission.words;
}

}  // namespace gatehouse::window
