#include "appliance/mail/message.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "appliance/base/calendar.h"
#include "appliance/base/text.h"

namespace gatehouse::mail {
namespace {

constexpr std::size_t kLine = 76;  // RFC 2045, section 6.7 and RFC 2047, section 2
constexpr std::size_t kEncodedWord =
    50;  // the encoded text of one, so that the header's name has room before it

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string escaped(char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', kDigits[byte >> 4], kDigits[byte & 15]};
}

// As many bytes as the character has that begins here.
std::size_t character_size(std::string_view text, std::size_t at) {
  std::size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) ++size;
  return size;
}

std::string flat(std::string_view text) {
  std::string line = is_utf8(text) ? std::string(text) : std::string();
  for (char& c : line) c = static_cast<unsigned char>(c) < ' ' || c == 127 ? ' ' : c;
  return line;
}

// RFC 2047: as it is where that is safe in a phrase, else in encoded words that begin and end with whole characters.
std::string header_text(std::string_view raw) {
  const std::string text = flat(raw);
  if (text.size() <= kEncodedWord &&
      std::ranges::all_of(text, [](char c) { return is_plain(c) || c == ' '; }))
    return text;
  std::string out, word;
  const auto finish = [&] {
    out += (out.empty() ? "=?UTF-8?Q?" : "\r\n =?UTF-8?Q?") + word + "?=";
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = character_size(text, at);
    std::string one;
    for (const char c : std::string_view(text).substr(at, size))
      one += is_plain(c) ? std::string(1, c) : c == ' ' ? "_" : escaped(c);
    if (word.size() + one.size() > kEncodedWord) finish();
    word += one;
    at += size;
  }
  if (!word.empty() || out.empty()) finish();
  return out;
}

std::string mailbox(const std::string& name, const std::string& address) {
  const std::string_view shown = trimmed(name);
  return (shown.empty() ? "" : header_text(shown) + "\r\n ") + "<" + address + ">";
}

// RFC 5322, section 3.3.
std::string header_date(std::int64_t at) {
  static constexpr std::array kDays = {"Thu", "Fri", "Sat", "Sun",
                                       "Mon", "Tue", "Wed"};  // from 1970-01-01 on
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CalendarTime time = calendar_time(at);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d +0000",
                kDays[static_cast<std::size_t>(at / 86400 % 7)], time.day, kMonths[time.month - 1], time.year,
                time.hour, time.minute, time.second);
  return text;
}

// RFC 2045, section 6.7.
std::string quoted_printable(std::string_view text) {
  std::string out;
  for (const std::string& line : split(text, '\n')) {
    std::string current;
    for (std::size_t at = 0; at < line.size(); ++at) {
      const char c = line[at];
      const bool last = at + 1 == line.size();
      const bool as_is = (c > ' ' && c <= '~' && c != '=') || (c == ' ' && !last);
      const std::string one = as_is ? std::string(1, c) : escaped(c);
      if (current.size() + one.size() > kLine - 1) {
        out += current + "=\r\n";
        current.clear();
      }
      current += one;
    }
    out += current + "\r\n";
  }
  return out;
}

}  // namespace

std::string write_message(const Message& message) {
  return "From: " + mailbox(message.from_name, message.from) +
         "\r\n"
         "To: " +
         mailbox(message.to_name, message.to) +
         "\r\n"
         "Subject: " +
         header_text(message.subject) +
         "\r\n"
         "Date: " +
         header_date(message.date) +
         "\r\n"
         "Message-ID: <" +
         message.id +
         ">\r\n"
         "Auto-Submitted: auto-generated\r\n"
         "MIME-Version: 1.0\r\n"
         "Content-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\n"
         "\r\n" +
         quoted_printable(message.text);
}

}  // namespace gatehouse::mail
