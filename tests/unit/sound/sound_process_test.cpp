// The real process against a real sound server, and false ones against the agent's handle.
#include "appliance/sound/process.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/catch.h"
#include "tests/support/opus_decode.h"
#include "tests/support/process_status.h"
#include "tests/support/sound_server.h"

namespace gatehouse::sound_process_test {

struct Recorder {
  explicit Recorder(const std::vector<std::string>& sockets,
                    const std::string& program = GATEHOUSE_TEST_SOUND) {
    sound::Start start;
    start.sockets = sockets;
    start.uid = start.gid = 65534;
    auto started =
        sound::SoundProcess::start(program, std::nullopt, start,
                                   {
                                       .recording = [this](bool on) { recording = on; },
                                       .packet =
                                           [this](const sound::Packet& packet) {
                                             ++packets;
                                             last = packet.microseconds;
                                             good = good && ear.hear(packet.opus);
                                           },
                                       .exited = [this](const std::string& words) { exit = words; },
                                   });
    REQUIRE(started);
    process = *std::move(started);
  }
  // False: not within so long.
  bool until(const std::function<bool()>& done, std::chrono::milliseconds within = test::kSoon) {
    const auto end = std::chrono::steady_clock::now() + within;
    while (!done() && std::chrono::steady_clock::now() < end) {
      pollfd watched{process->control_fd(), POLLIN, 0};
      if (!exit && ::poll(&watched, 1, 20) == 1) process->on_readable();
    }
    return done();
  }
  bool hears(double frequency) {
    ear.forget();
    return until([&] { return ear.samples() > 24000 && std::abs(ear.frequency(0.3) - frequency) < 10; });
  }

  test::OpusEar ear;
  bool recording = false, good = true;
  int packets = 0;
  std::uint64_t last = 0;
  std::optional<std::string> exit;
  std::unique_ptr<sound::SoundProcess> process;
};

TEST_CASE("what a sound server plays is heard, and silence costs nothing", "[sound][slow]") {
  test::SoundServer server;
  Recorder recorder({server.socket()});
  REQUIRE(recorder.until([&] { return recorder.recording; }));
  server.play(440);
  CHECK(recorder.hears(440));
  server.play(1000);
  CHECK(recorder.hears(1000));
  CHECK(recorder.good);

  server.be_silent();
  // Once the last of it was sent nothing comes, and the output may sleep while it is recorded.
  int before = -1;
  CHECK(recorder.until([&] {
    const int quiet = std::exchange(before, recorder.packets);
    recorder.until([] { return false; }, std::chrono::milliseconds(300));
    return quiet == recorder.packets;
  }));
  CHECK(recorder.until([&] {
    server.tell({"list", "short", "sinks"});
    return server.said().find("SUSPENDED") != std::string::npos;
  }));
  server.play(660);
  CHECK(recorder.hears(660));
}

TEST_CASE("another default output is heard, and the process ends with its server", "[sound][slow]") {
  test::SoundServer server;
  Recorder recorder({server.socket()});
  REQUIRE(recorder.until([&] { return recorder.recording; }));
  REQUIRE(server.tell({"load-module", "module-null-sink", "sink_name=second"}));
  server.play(700, 600, "second");
  REQUIRE(server.tell({"set-default-sink", "second"}));
  CHECK(recorder.hears(700));
  REQUIRE(server.tell({"unload-module", "module-null-sink"}));  // both of them
  CHECK(recorder.until([&] { return !recorder.recording; }));
  REQUIRE(server.tell({"load-module", "module-null-sink", "sink_name=third"}));
  CHECK(recorder.until([&] { return recorder.recording; }));
  CHECK_FALSE(recorder.exit);
  server.stop();
  CHECK(recorder.until([&] { return recorder.exit.has_value(); }));
  CHECK(*recorder.exit == "the sound server went away");
}

TEST_CASE("without a sound server the process says so and ends", "[sound]") {
  Recorder recorder({"/nonexistent/native"});
  CHECK(recorder.until([&] { return recorder.exit.has_value(); }));
  CHECK(recorder.exit->find("no sound server") == 0);
}

TEST_CASE("the sound process is caged, and no root", "[sound]") {
  test::SoundServer server;
  Recorder recorder({server.socket()});
  REQUIRE(recorder.until([&] { return recorder.recording; }));
  const auto children = test::descendants(::getpid(), "sound-recorder");
  REQUIRE(children.size() == 1);
  const pid_t child = children[0];
  CHECK(test::status_of(child, "Seccomp") == "2");
  CHECK(test::status_of(child, "NoNewPrivs") == "1");
  if (::geteuid() == 0) CHECK(test::status_of(child, "Uid").find("65534") == 0);
}

// A script in the place of the process, which says what it wants on its socket.
struct Liar {
  explicit Liar(const std::string& code) {
    path = directory.path() + "/liar";
    std::ofstream(path) << "#!/usr/bin/python3\nimport socket, time\ns = socket.socket(fileno=3)\n"
                        << code << "\ntime.sleep(600)\n";
    ::chmod(path.c_str(), 0755);
    ::chmod(directory.path().c_str(), 0755);
  }
  test::TemporaryDirectory directory;
  std::string path;
};

TEST_CASE("garbage from the sound process ends it", "[sound]") {
  const std::string code =
      GENERATE("s.send(b'garbage')", "s.send(b'')", "s.send(bytes(100000))",
               "s.send(b'\\x00' * 11)",                                         // what only the agent says
               "s.send(b'\\x02' + bytes(8) + b'x' * 1276)",                     // more than a packet has
               "[s.send(b'\\x02' + bytes(8) + b'x') for _ in range(100000)]");  // more than there is to hear
  INFO(code);
  Liar liar(code);
  Recorder recorder({}, liar.path);
  CHECK(recorder.until([&] { return recorder.exit.has_value(); }));
  CHECK(recorder.packets <= 1000);
}

TEST_CASE("what the sound process says of its failure is fit for the log", "[sound]") {
  Liar liar("s.send(b'\\x03\\x00\\x05a\\x1b[2J')");
  Recorder recorder({}, liar.path);
  CHECK(recorder.until([&] { return recorder.exit.has_value(); }));
  CHECK(recorder.exit == "a?[2J");
}

}  // namespace gatehouse::sound_process_test
