#include "hw/x11/xauthority.h"

#include "hw/display.h"
#include "tests/support/catch.h"

namespace gatehouse::hw::xauthority_test {

void add(ByteWriter& writer, std::uint16_t family, const std::string& host, const std::string& number,
         const std::string& name, const std::string& data) {
  writer.u16(family);
  writer.text16(host);
  writer.text16(number);
  writer.text16(name);
  writer.text16(data);
}

TEST_CASE("the cookie of this host and display is found", "[hw]") {
  ByteWriter file;
  add(file, 256, "elsewhere", "0", "MIT-MAGIC-COOKIE-1", "old name");
  add(file, 0, "1234", "0", "MIT-MAGIC-COOKIE-1", "by address");
  add(file, 256, "here", "1", "MIT-MAGIC-COOKIE-1", "one");
  add(file, 256, "here", "0", "XDM-AUTHORIZATION-1", "other kind");
  add(file, 256, "here", "0", "MIT-MAGIC-COOKIE-1", "zero");
  add(file, 65535, "", "", "MIT-MAGIC-COOKIE-1", "any");
  CHECK(find_xauthority(file.view(), "here", "0")->data == "zero");
  CHECK(find_xauthority(file.view(), "here", "1")->data == "one");
  CHECK(find_xauthority(file.view(), "renamed", "7")->data == "any");
  const ByteView cut = ByteView(file.view()).first(60);
  CHECK(find_xauthority(cut, "renamed", "0")->data == "old name");
  CHECK_FALSE(find_xauthority(cut, "here", "1"));
  CHECK_FALSE(find_xauthority(ByteView(), "here", "0"));
}

TEST_CASE("what we write for a server of our own is found for every display", "[hw]") {
  const std::string content = make_xauthority({"MIT-MAGIC-COOKIE-1", std::string("\0\1binary", 8)});
  const auto found = find_xauthority(as_bytes(content), "any", "42");
  REQUIRE(found);
  CHECK(found->data == std::string("\0\1binary", 8));
}

TEST_CASE("display names that are not of this machine are refused with a sentence", "[hw]") {
  for (const char* name : {"remote:0", "0", ":", ":x", ":1.2.3", ":99999999", ":1/../../x"}) {
    INFO(name);
    CHECK_FALSE(connect_x11(name, ""));
  }
  CHECK(connect_x11(":65535", "").error().message.find("X65535") != std::string::npos);
}

}  // namespace gatehouse::hw::xauthority_test
