#include "appliance/mail/message.h"

#include "appliance/base/text.h"
#include "appliance/fetch/smtp.h"
#include "tests/support/catch.h"

namespace gatehouse::mail_message_test {

mail::Message message() {
  return {.from_name = "Acme",
          .from = "box@acme.example",
          .to_name = "Tom Tester",
          .to = "tom@example.org",
          .subject = "Welcome",
          .text = "Hello",
          .id = "abc@acme.example",
          .date = 1769860800};
}

std::vector<std::string> headers_of(const std::string& written) {
  std::vector<std::string> lines = split(written.substr(0, written.find("\r\n\r\n")), '\n');
  return lines;
}

TEST_CASE("a message has the headers that RFC 5322 asks for", "[mail]") {
  CHECK(mail::write_message(message()) ==
        "From: Acme\r\n <box@acme.example>\r\nTo: Tom Tester\r\n <tom@example.org>\r\nSubject: Welcome\r\n"
        "Date: Sat, 31 Jan 2026 12:00:00 +0000\r\nMessage-ID: <abc@acme.example>\r\n"
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "Hello\r\n");
}

TEST_CASE("no name and no subject becomes a header of its own", "[mail]") {
  const std::string evil = GENERATE(std::string("x\r\nBcc: eve@example.org"), std::string("x\nBcc: eve"),
                                    std::string("x\r\r\nBcc: eve"), std::string("\"<eve@example.org>, x"),
                                    std::string("x?=\r\n\r\nHello"), std::string("\xff\xfe\r\nBcc: e"));
  mail::Message wanted = message();
  wanted.from_name = wanted.to_name = wanted.subject = evil;
  const std::vector<std::string> plain = headers_of(mail::write_message(message()));
  for (const std::string& line : headers_of(mail::write_message(wanted))) {
    INFO(line);
    CHECK(!line.starts_with("Bcc"));
    CHECK(line.find("eve@") == std::string::npos);
  }
  CHECK(headers_of(mail::write_message(wanted)).size() == plain.size());
}

TEST_CASE("many umlauts are whole in every encoded word, and no line is long", "[mail]") {
  mail::Message wanted = message();
  wanted.to_name.clear();
  for (int i = 0; i < 1000; ++i) wanted.to_name += "ü";
  wanted.text = wanted.to_name + " = " + std::string(2000, 'x') + "\nlast line \n";
  const std::string written = mail::write_message(wanted);
  std::size_t words = 0;
  for (const std::string& line : split(written, '\n')) {
    CHECK(line.size() <= 79);  // with its CR
    if (line.starts_with(" =?") || line.starts_with("To: =?")) {
      ++words;
      CHECK((line.size() - line.find("Q?") - 5) % 6 == 0);  // "=C3=BC" each
    }
  }
  CHECK(words > 50);
  CHECK(written.find(" =3D x") != std::string::npos);
  CHECK(written.ends_with("last line=20\r\n\r\n"));
}

TEST_CASE("mail goes to addresses only", "[mail]") {
  for (const std::string good : {"tom@example.org", "o'neil+x@a.b", "a@[b"}) {
    CHECK(fetch::is_mailbox(good) == (good != "a@[b"));
  }
  for (const std::string bad :
       {"", "@", "tom", "tom@", "@b", "a@b@c", "a b@c", "a>@c", "a@c\r\nDATA", "ü@c", "a@b,c@d", "\"a\"@b"})
    CHECK(!fetch::is_mailbox(bad));
}

}  // namespace gatehouse::mail_message_test
