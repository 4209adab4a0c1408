// Messages to an SMTP server (RFC 5321), by libcurl: one at a time, waited for. With STARTTLS or TLS nothing, not even
// the sender's name, goes out before the server's certificate was verified; there is no way back to plain text.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "appliance/base/secret.h"

namespace gatehouse::fetch {

struct SmtpServer {
  enum class Security { starttls, tls, none };
  std::string host;  // a name or an address; IPv6 without brackets
  int port = 587;
  Security security = Security::starttls;
  std::string own_name;  // what the server is greeted with
  std::string user;      // empty: without a sign-in
  Secret password = {};
  std::string authority_pem;  // the only authority to trust; empty: those of this system
};

struct SmtpFailure {
  // Nothing to do with this message: the server is out of reach, not trusted, or does not let us in.
  bool of_server = false;
  // The server says that it will never take this message.
  bool for_good = false;
  std::string words;  // one line, for a person
};

// Is this an address that can be written to: ASCII that is seen, one "@", nothing that ends it in SMTP or a header?
bool is_mailbox(std::string_view address);

// Keeps the connection from one message to the next. One thread.
class SmtpLink {
 public:
  // `stopping` is asked about once a second; when it says so, the message fails soon.
  explicit SmtpLink(std::function<bool()> stopping);
  ~SmtpLink();
  SmtpLink(const SmtpLink&) = delete;
  SmtpLink& operator=(const SmtpLink&) = delete;

  // `message`: with its headers, lines end in CRLF; the lone dot at a line's start is taken care of. 15 s to connect,
  // 30 s for each answer, 90 s for all. Nothing: the server has it.
  std::optional<SmtpFailure> send(const SmtpServer& server, const std::string& from, const std::string& to,
                                  const std::string& message);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace gatehouse::fetch
