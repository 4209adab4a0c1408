// The one place where a message is put together (RFC 5322, 2045, 2047). Whatever the names and the text hold, no line
// of theirs becomes a header: names are encoded words, the text is quoted-printable.
#pragma once
#include <cstdint>
#include <string>

namespace gatehouse::mail {

struct Message {
  std::string from_name, from;  // addresses: fetch::is_mailbox()
  std::string to_name, to;
  std::string subject;
  std::string text;  // UTF-8, lines end in LF
  std::string id;    // without angle brackets, "token@host"
  std::int64_t date = 0;
};

// Lines end in CRLF, none is longer than 78 characters but for a header with an address that is.
std::string write_message(const Message& message);

}  // namespace gatehouse::mail
