#include "appliance/window/console_sessions.h"

#include <algorithm>
#include <iterator>

#include "appliance/base/text.h"
#include "appliance/window/console_question.h"

namespace gatehouse::window {
namespace {

constexpr std::size_t kNumbered = 9;  // by a key each; Tab comes to the others

policy::Permissions with(policy::Permissions permissions, policy::Permission one) {
  return policy::Permissions::from_bits(permissions.bits() | static_cast<std::uint32_t>(one));
}

std::vector<Message> said(Message message) {
  std::vector<Message> messages;
  messages.push_back(std::move(message));
  return messages;
}

}  // namespace

void ConsoleSessions::put(const Running& session) {
  Running& shown = sessions_[session.call] = session;
  shown.name = as_shown_line(session.name, 120);
  shown.account = as_shown_line(session.account, 160);
  if (shown.name.empty()) shown.name = shown.account;
  if (!sessions_.contains(chosen_)) chosen_ = session.call;
}

std::vector<Message> ConsoleSessions::remove(std::uint64_t call) {
  sessions_.erase(call);
  if (call != chosen_) return {};
  chosen_ = sessions_.empty() ? 0 : sessions_.begin()->first;
  return answer_again(false);
}

ConsoleSessions::Sessions::const_iterator ConsoleSessions::chosen() const {
  return sessions_.find(chosen_);
}

std::vector<Message> ConsoleSessions::press(const Key& key, Time now) {
  if (sessions_.empty()) return {};
  if (asked_) {
    if (key.is('y') && now - asked_->since >= kAgainArms) return answer_again(true);
    if (key.is('n') || key.kind == Key::Kind::cancel) return answer_again(false);
  }
  const auto choose = [this](Sessions::const_iterator session) {
    chosen_ = session->first;
    return answer_again(false);
  };
  if (key.kind == Key::Kind::next) {
    const auto next = std::next(chosen());
    return choose(next == sessions_.end() ? sessions_.begin() : next);
  }
  for (std::size_t place = 0; place < std::min(sessions_.size(), kNumbered); ++place)
    if (key.is(static_cast<char>('1' + place)))
      return choose(std::next(sessions_.begin(), static_cast<std::ptrdiff_t>(place)));
  if (key.is('e')) return said(End{chosen_});
  if (key.is('x') && sessions_.size() > 1) return said(End{0});
  for (const KeyedPermission& one : keyed(chosen()->second.granted, language_))
    if (key.is(one.key)) return turn(one, now);
  return {};
}

std::vector<Message> ConsoleSessions::turn(const KeyedPermission& permission, Time now) {
  Running& session = sessions_.at(chosen_);
  if (session.chosen.has(permission.permission)) {
    session.chosen = session.chosen.without(permission.permission);
    return said(Choose{chosen_, session.chosen});
  }
  asked_ = {permission.permission, permission.words, now};
  return said(Hold{true});
}

std::vector<Message> ConsoleSessions::answer_again(bool allowed) {
  if (!asked_) return {};
  std::vector<Message> messages;
  const auto found = sessions_.find(chosen_);
  if (allowed && found != sessions_.end()) {
    Running& session = found->second;
    session.chosen = with(session.chosen, asked_->permission) & session.granted;
    messages.emplace_back(Choose{chosen_, session.chosen});
  }
  messages.emplace_back(Hold{false});
  asked_.reset();
  return messages;
}

std::vector<Message> ConsoleSessions::tick(Time now) {
  return asked_ && now - asked_->since >= kAgainGoes ? answer_again(false) : std::vector<Message>();
}

std::vector<ConsoleLine> ConsoleSessions::of_chosen(std::size_t width) const {
  std::vector<ConsoleLine> lines;
  const Running& session = chosen()->second;
  std::vector<std::string> switches;
  for (const KeyedPermission& one : keyed(session.granted, language_))
    switches.push_back(switch_words(one, session.chosen.has(one.permission)));
  if (!switches.empty()) {
    lines.push_back({});
    lines.push_back({" " + std::string(words_.permissions), Look::strong});
    add_columns(lines, switches, width);
  }
  lines.push_back({});
  if (asked_) {
    lines.push_back(
        {" " + asked_->words + ": " + key_words('y', words_.again) + "   " + key_words('n', words_.no_more),
         Look::warning});
  }
  std::string keys = " " + key_words('e', words_.end);
  if (sessions_.size() > 1) {
    keys += "   " + key_words('x', words_.end_all) + "   [1]-[" +
            std::to_string(std::min(sessions_.size(), kNumbered)) + "] " + std::string(console_.choose);
  }
  lines.push_back({keys, Look::strong});
  lines.push_back({" " + std::string(console_.back)});
  return lines;
}

std::vector<ConsoleLine> ConsoleSessions::lines(ConsoleSize size) const {
  if (sessions_.empty()) return {{" " + std::string(console_.nobody)}, {" " + std::string(console_.back)}};
  std::vector<ConsoleLine> rest = of_chosen(size.columns);
  const std::size_t room = size.rows > rest.size() ? size.rows - rest.size() : 1;
  const auto place = static_cast<std::size_t>(std::distance(sessions_.begin(), chosen()));
  const std::size_t first = place < room ? 0 : place - room + 1;  // the chosen one is seen
  std::vector<ConsoleLine> lines;
  std::size_t number = 0;
  for (const auto& [call, session] : sessions_) {
    const std::size_t at = number++;
    if (at < first || at >= first + room) continue;
    const std::string mark = call == chosen_ && sessions_.size() > 1 ? "> " : "  ";
    lines.push_back({mark + std::to_string(at + 1) + "  " + session.name + " (" + session.account + ") " +
                         std::string(session.elevated ? words_.is_elevated : words_.connected),
                     session.elevated  ? Look::warning
                     : call == chosen_ ? Look::strong
                                       : Look::plain});
  }
  // Of what does not fit, the permissions go before the keys.
  const std::size_t left = size.rows > lines.size() ? size.rows - lines.size() : 0;
  lines.insert(lines.end(), rest.end() - static_cast<std::ptrdiff_t>(std::min(left, rest.size())),
               rest.end());
  return lines;
}

}  // namespace gatehouse::window
