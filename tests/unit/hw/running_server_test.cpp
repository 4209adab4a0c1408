#include "hw/x11/running_server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "appliance/base/files.h"
#include "hw/x11/connect.h"
#include "hw/x11/xauthority.h"
#include "tests/support/catch.h"
#include "tests/support/needs.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/x_server.h"

namespace gatehouse::hw::running_server_test {

constexpr uid_t kSomebody = 65534;

template <class Value>
bool says(const Result<Value>& outcome, const std::string& words) {
  return !outcome && outcome.error().message.find(words) != std::string::npos;
}

TEST_CASE("what /proc tells of an X server", "[hw]") {
  const test::TemporaryDirectory proc;
  const std::string directory = proc.path() + "/12";
  std::filesystem::create_directory(directory);
  REQUIRE(
      write_file_atomically(directory + "/status", "Name:\tXorg\nUmask:\t0022\nUid:\t1000\t0\t0\t0\n", 0600));
  using namespace std::string_literals;
  REQUIRE(write_file_atomically(directory + "/cmdline",
                                "/usr/lib/xorg/Xorg\0vt2\0-auth\0/run/user/1000/gdm/Xauthority\0-noreset\0"s,
                                0600));
  auto server = server_process(proc.path(), 12);
  REQUIRE(server);
  CHECK(server->name == "Xorg");
  CHECK(server->real == 1000);
  CHECK(server->effective == 0);
  CHECK(authority_file_of(*server) == "/run/user/1000/gdm/Xauthority");
  CHECK(is_on(*server, "tty2"));
  CHECK_FALSE(is_on(*server, "tty"));
  CHECK_FALSE(is_on(*server, "tty20"));
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"X", "-auth"},
                                                {"X", "-auth", "Xauthority"},
                                                {"X", "-authority", "/x"}}) {
    server->words = words;
    CHECK(authority_file_of(*server).empty());
  }
  CHECK_FALSE(server_process(proc.path(), 13));
  REQUIRE(write_file_atomically(directory + "/status", "Name:\tXorg\n", 0600));
  CHECK_FALSE(server_process(proc.path(), 12));
}

TEST_CASE("an X server has a screen by a terminal or a seat, not by what it was started from", "[hw]") {
  const test::TemporaryDirectory proc;
  const std::string descriptors = proc.path() + "/12/fd";
  std::filesystem::create_directories(descriptors);
  ServerProcess server;
  const auto started_as = [&](std::vector<std::string> words) {
    server.words = std::move(words);
    return has_screen(proc.path(), 12, server);
  };
  CHECK(started_as({"Xorg", ":0", "-seat", "seat0", "-auth", "/run/x", "vt7", "-novtswitch"}));
  CHECK(started_as({"Xorg", "vt2"}));
  CHECK(started_as({"Xorg", "-seat", "seat0"}));
  for (const std::vector<std::string>& words : {std::vector<std::string>{"Xvfb", ":99", "-auth", "/tmp/x"},
                                                {"Xorg", "-seat"},
                                                {"Xorg", "-seat", "seat-usb"},
                                                {"Xorg", "vt"},
                                                {"Xorg", "vt0"},
                                                {"Xorg", "vtx"},
                                                {"Xorg", "-novtswitch", "-sharevts"}}) {
    CHECK_FALSE(started_as(words));
  }
  std::filesystem::create_symlink("/dev/tty7", descriptors + "/0");  // a person's, who typed xvfb-run there
  std::filesystem::create_symlink("/dev/tty", descriptors + "/4");
  std::filesystem::create_symlink("/dev/tty0", descriptors + "/5");
  std::filesystem::create_symlink("/dev/ttyS0", descriptors + "/6");
  std::filesystem::create_symlink("socket:[7]", descriptors + "/7");
  CHECK_FALSE(started_as({"Xorg"}));
  std::filesystem::create_symlink("/dev/tty7", descriptors + "/9");
  CHECK(started_as({"Xorg"}));
}

TEST_CASE("who sits at the machine is who logind says", "[hw]") {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/seat0";
  CHECK_FALSE(person_at(path));
  REQUIRE(write_file_atomically(path, "IS_SEAT0=1\nACTIVE=c2\nACTIVE_UID=1000\nSESSIONS=c2\n", 0600));
  CHECK(person_at(path) == 1000);
  REQUIRE(write_file_atomically(path, "IS_SEAT0=1\nACTIVE_UID=-1\n", 0600));
  CHECK_FALSE(person_at(path));
}

TEST_CASE("an authority file is its owner's own, and a file", "[hw]") {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/Xauthority";
  REQUIRE(write_file_atomically(path, "cookie", 0600));
  const auto content = read_authority(path, ::geteuid());
  REQUIRE(content);
  CHECK(*content == "cookie");
  CHECK_FALSE(read_authority(path, ::geteuid() + 1));
  CHECK_FALSE(read_authority(directory.path(), ::geteuid()));
  std::filesystem::create_symlink(path, path + ".link");
  CHECK_FALSE(read_authority(path + ".link", ::geteuid()));
  REQUIRE(::mkfifo((path + ".pipe").c_str(), 0600) == 0);
  CHECK_FALSE(read_authority(path + ".pipe", ::geteuid()));
}

struct Guarded {
  Guarded() {
    REQUIRE(write_file_atomically(file, make_xauthority({"MIT-MAGIC-COOKIE-1", "0123456789abcdef"}), 0644));
  }
  test::TemporaryDirectory directory;
  const std::string file = directory.path() + "/cookie";
};

TEST_CASE("a server lets in with the cookie that its process names", "[hw][x11]") {
  const Guarded guarded;
  const test::XServer server("64x64x24", "", {"-noreset", "-auth", guarded.file});
  CHECK_FALSE(connect_x11(server.name(), "/dev/null"));
  const auto found = connect_x11_by_process(server.name(), ::geteuid());
  INFO((found ? "" : found.error().message));
  REQUIRE(found);
  CHECK(found->auth_data == "0123456789abcdef");
  if (::geteuid() != 0) {
    CHECK(says(connect_x11_by_process(server.name(), std::nullopt), "not of who sits"));
    return;
  }
  CHECK(connect_x11_by_process(server.name(), std::nullopt));  // a display manager's
  CHECK(says(find_x11(), "the X server " + server.name() + " has no screen of this machine"));
  {
    const test::XServer seated("64x64x24", "", {"-noreset", "-auth", guarded.file, "-seat", "seat0"});
    const auto in_front = find_x11();
    INFO((in_front ? "" : in_front.error().message));
    REQUIRE(in_front);
    CHECK(in_front->name == seated.name());
  }
  REQUIRE(::chown(guarded.file.c_str(), kSomebody, kSomebody) == 0);
  CHECK(says(connect_x11_by_process(server.name(), std::nullopt), "belongs to somebody else"));
}

TEST_CASE("a server without an authority file is none to be found", "[hw][x11]") {
  const test::XServer server("64x64x24");
  CHECK(says(connect_x11_by_process(server.name(), ::geteuid()), "without an authority file"));
}

TEST_CASE("somebody's server gets no cookie but that person's own", "[hw][x11]") {
  if (!test::needs(::geteuid() == 0, "root")) return;
  const Guarded guarded;
  REQUIRE(::chmod(guarded.directory.path().c_str(), 0755) == 0);
  const std::string name = ":" + std::to_string(free_display_number());
  const test::Child server(
      {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "Xvfb", name, "-screen", "0",
       "64x64x24", "-nolisten", "tcp", "-noreset", "-auth", guarded.file},
      {"PATH=/usr/bin:/bin"});
  REQUIRE(test::eventually([&] { return x11_server_pid(name).has_value(); }));
  CHECK(says(connect_x11_by_process(name, std::nullopt), "not of who sits"));
  CHECK(says(connect_x11_by_process(name, 1), "not of who sits"));
  CHECK(says(connect_x11_by_process(name, kSomebody), "belongs to somebody else"));  // root's
  REQUIRE(::chown(guarded.file.c_str(), kSomebody, kSomebody) == 0);
  CHECK(connect_x11_by_process(name, kSomebody));
}

}  // namespace gatehouse::hw::running_server_test
