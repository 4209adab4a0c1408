#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <map>
#include <set>

#include "appliance/base/address.h"
#include "appliance/base/bytes.h"
#include "appliance/base/calendar.h"
#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/secret.h"
#include "appliance/base/text.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::base_test {

TEST_CASE("digits are grouped from the end", "[base]") {
  for (const auto& [digits, seen] : std::map<std::string, std::string>{{"", ""},
                                                                       {"7", "7"},
                                                                       {"123", "123"},
                                                                       {"1234", "1 234"},
                                                                       {"123456789", "123 456 789"},
                                                                       {"1234567890", "1 234 567 890"}})
    CHECK(grouped(digits) == seen);
}

TEST_CASE("a reader never reads past the end", "[base]") {
  const Bytes data = {0x12, 0x34, 0x56};
  ByteReader reader(data);
  CHECK(reader.u16() == 0x1234);
  CHECK(reader.u16() == 0);
  CHECK(reader.failed());
  CHECK(reader.u8() == 0);
  CHECK_FALSE(reader.done());
}

TEST_CASE("a reader gives back what a writer wrote", "[base]") {
  ByteWriter writer;
  writer.u8(7);
  writer.u64(0x0102030405060708);
  writer.text16("grüß dich");
  ByteReader reader(writer.view());
  CHECK(reader.u8() == 7);
  CHECK(reader.u64() == 0x0102030405060708);
  CHECK(reader.text16(20) == "grüß dich");
  CHECK(reader.done());
}

TEST_CASE("text longer than its cap, not UTF-8 or with control characters is refused", "[base]") {
  for (const std::string& bad :
       {std::string("toolong"), std::string("\xff"), std::string("a\x1b"), std::string("\xe2\x80\xae")}) {
    ByteWriter writer;
    writer.text16(bad);
    ByteReader reader(writer.view());
    reader.text16(6);
    CHECK(reader.failed());
  }
}

TEST_CASE("UTF-8 is checked as RFC 3629 says", "[base]") {
  CHECK(is_utf8("aé€😀"));
  CHECK_FALSE(is_utf8("\xc0\x80"));          // overlong
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK_FALSE(is_utf8("\xe2\x82"));          // cut
}

TEST_CASE("base64url and hex go both ways and refuse what is not theirs", "[base]") {
  for (const std::string& raw :
       {std::string(), std::string("a"), std::string("ab"), std::string("\0\xff\x10", 3)}) {
    CHECK(from_base64url(base64url(raw)) == raw);
    CHECK(from_hex(hex(raw)) == raw);
  }
  CHECK(base64url("\xfb\xff") == "-_8");
  CHECK_FALSE(from_base64url("ab+/"));
  CHECK_FALSE(from_base64url("a"));
  CHECK_FALSE(from_hex("0g"));
}

TEST_CASE("integers are the whole text and in range", "[base]") {
  CHECK(parse_integer("42", 0, 100) == 42);
  CHECK_FALSE(parse_integer("42x", 0, 100));
  CHECK_FALSE(parse_integer("101", 0, 100));
  CHECK_FALSE(parse_integer("", 0, 100));
  CHECK_FALSE(parse_integer("99999999999999999999", 0, INT64_MAX));
}

TEST_CASE("a header's list names its members, whatever their case and spaces", "[base]") {
  CHECK(list_names("keep-alive, Upgrade", "upgrade"));
  CHECK(list_names("CLOSE", "close"));
  CHECK(list_names(",\tclose ,,", "close"));
  CHECK_FALSE(list_names("upgrades, not upgrade", "upgrade"));
  CHECK_FALSE(list_names("", "close"));
}

TEST_CASE("the nearest word is found for a slip, not for something else", "[base]") {
  const std::vector<std::string> words = {"server.listen", "server.threads", "desktop.capture"};
  CHECK(nearest_word("server.lisen", words) == "server.listen");
  CHECK_FALSE(nearest_word("xyzzy", words));
}

TEST_CASE("codes are long enough to guess badly and have no look-alikes", "[base]") {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string code = random_code(3, 4);
    CHECK(code.size() == 14);
    CHECK(code.find_first_of("01OILU") == std::string::npos);
    CHECK(seen.insert(code).second);
  }
}

TEST_CASE("a file is replaced whole, with the mode asked for, and links are not followed", "[base]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/file";
  REQUIRE(write_file_atomically(path, "one", 0600));
  REQUIRE(write_file_atomically(path, "two", 0600));
  CHECK(*read_file(path, 10) == "two");
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  CHECK_FALSE(read_file(path, 2));
  const std::string link = directory.path() + "/link";
  REQUIRE(::symlink(path.c_str(), link.c_str()) == 0);
  CHECK_FALSE(read_file(link, 10));
}

TEST_CASE("times are shown as RFC 3339", "[base]") {
  CHECK(rfc3339(1769860800) == "2026-01-31T12:00:00Z");
  CHECK(rfc3339(-1) == "1969-12-31T23:59:59Z");
  CHECK(rfc3339(4107542399) == "2100-02-28T23:59:59Z");  // no leap year, and past 32 bits
  CHECK(rfc3339(4107542400) == "2100-03-01T00:00:00Z");
}

TEST_CASE("a time that is written is read, if there is such a time", "[base]") {
  CHECK(from_rfc3339("2026-01-31T12:00:00Z") == 1769860800);
  CHECK(from_rfc3339("2026-01-31T12:00:00.999Z") == 1769860800);
  CHECK(from_rfc3339("2100-03-01T00:00:00Z") == 4107542400);
  for (const char* wrong :
       {"", "Z", "2026-01-31", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z", "2026-13-01T12:00:00Z",
        "2026-00-01T12:00:00Z", "2026-01-00T12:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T12:00:60Z",
        "2026-01-31T12:00:00+01:00", "2026-01-31T12:00:00.5", "2026-01-31 12:00:00Z", "2026-1-31T12:00:00Z",
        "-026-01-31T12:00:00Z", "2026-01-31T12:00:00ZZ", "2026-01-31T+2:00:00Z"}) {
    INFO(wrong);
    CHECK_FALSE(from_rfc3339(wrong));
  }
}

TEST_CASE("a calendar's time and seconds are the same moment", "[base]") {
  for (const std::int64_t moment : {-86401LL, 0LL, 1709164800LL, 2147483648LL, 4107542399LL, 253402300799LL})
    CHECK(unix_seconds(calendar_time(moment)) == moment);
  CHECK(unix_seconds({2027, 1, 32, 0, 0, 0}) == unix_seconds({2027, 2, 1, 0, 0, 0}));
}

TEST_CASE("an IPv6 host counts as its /64, an IPv4 address as itself", "[base]") {
  CHECK(address_key("2001:db8:0:1::5") == address_key("2001:db8:0:1:ffff::6"));
  CHECK(address_key("2001:db8:0:1::5") != address_key("2001:db8:0:2::5"));
  CHECK(address_key("::ffff:192.0.2.1") == "192.0.2.1");
  CHECK(address_key("192.0.2.1") != address_key("192.0.2.2"));
  CHECK(address_key("garbage") == "garbage");
}

TEST_CASE("what a stranger wrote is shown as a line that reads in its own order", "[base]") {
  const std::string unreadable = "\xef\xbf\xbd", more = "\xe2\x80\xa6";
  CHECK(as_shown_line("Ada Lovelace", 50) == "Ada Lovelace");
  CHECK(as_shown_line("  a\t\n b \r\n", 50) == "a b");
  CHECK(as_shown_line("\xe2\x80\xae"
                      "evil",
                      50) == unreadable + "evil");
  CHECK(as_shown_line("a\xe2\x80\x8d"
                      "b",
                      50) == "a" + unreadable + "b");
  CHECK(as_shown_line(std::string("a\0b", 3), 50) == "a" + unreadable + "b");
  CHECK(as_shown_line("\xff\xc3", 50) == unreadable + unreadable);
  CHECK(as_shown_line("@-> &x <b>%s</b>", 50) == "@-> &x <b>%s</b>");
  CHECK(as_shown_line("12345", 5) == "12345");
  CHECK(as_shown_line("123456", 5) == "1234" + more);
  CHECK(as_shown_line("\xc3\xa4\xc3\xb6\xc3\xbc", 2) == "\xc3\xa4" + more);
  CHECK(length_in_characters(as_shown_line(std::string(10000, '\x01'), 200)) == 200);
  CHECK(as_shown_line("", 5).empty());
}

TEST_CASE("plain text is one line that shows what it holds", "[base]") {
  for (const char* good : {"", "Front desk 2", "Empfang Süd", "受付", "می\u200cروم", "👩\u200d💻", "שלום"}) {
    CAPTURE(good);
    CHECK(is_plain_text(good));
  }
  for (const char* bad :
       {"a\nb", "a\tb", "a\x7f", "\xff", "a\u061cb", "a\u200bb", "a\u200db", "\u200c", "می\u200c", "a\u200e",
        "a\u2028b", "a\u202eb", "a\u2066b", "\ufeffa", "a\U000e0041", "a\u00adb", "a\u2060"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_plain_text(bad));
  }
}

TEST_CASE("a line that strangers cause is not written without end, and the gap is told", "[base]") {
  using namespace std::chrono_literals;
  log::LineLimit limit(3, 10s);
  SteadyTime now{1h};
  for (int i = 0; i < 3; ++i) CHECK(limit.take(now) == 0u);
  for (int i = 0; i < 5; ++i) CHECK_FALSE(limit.take(now));
  now += 9s;
  CHECK_FALSE(limit.take(now));
  now += 1s;
  CHECK(limit.take(now) == 6u);
  CHECK_FALSE(limit.take(now));
  now += 1h;
  CHECK(limit.take(now) == 1u);
  CHECK(limit.take(now) == 0u);
  CHECK(limit.take(now) == 0u);
  CHECK_FALSE(limit.take(now));
}

TEST_CASE("a directory for keys must be closed to others", "[base]") {
  test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/data";
  CHECK(make_private_directory(path));
  CHECK(make_private_directory(path));
  for (const mode_t open : {0777, 0755, 0710}) {
    REQUIRE(::chmod(path.c_str(), open) == 0);
    const auto refused = make_private_directory(path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("chmod 700 " + path) != std::string::npos);
  }
}

}  // namespace gatehouse::base_test
