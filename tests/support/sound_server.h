// A PulseAudio of a test's own, with an output that nobody hears, and something that plays on it.
#pragma once
#include <cmath>
#include <fstream>
#include <memory>
#include <numbers>
#include <string>

#include "tests/support/child_process.h"
#include "tests/support/patience.h"
#include "tests/support/temporary_directory.h"

namespace gatehouse::test {

class SoundServer {
 public:
  SoundServer() { start(); }

  std::string socket() const { return directory_.path() + "/native"; }
  // For programs that are to find it.
  std::string variable() const { return "PULSE_SERVER=unix:" + socket(); }

  void start() {
    server_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{"pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no",
                                 "--exit-idle-time=-1", "--high-priority=no", "--realtime=no",
                                 "--disable-shm=yes", "-L", "module-null-sink sink_name=first", "-L",
                                 "module-suspend-on-idle timeout=1", "-L",
                                 "module-native-protocol-unix auth-anonymous=1 socket=" + socket()},
        std::vector<std::string>{"HOME=" + directory_.path(), "XDG_RUNTIME_DIR=" + directory_.path(),
                                 "PULSE_RUNTIME_PATH=" + directory_.path() + "/run"});
    const auto until = std::chrono::steady_clock::now() + kSoon;
    while (std::chrono::steady_clock::now() < until && !tell({"info"})) ::usleep(20'000);
  }
  void stop() {
    server_.reset();
    ::unlink(socket().c_str());
  }
  // By pactl.
  bool tell(std::vector<std::string> words) {
    words.insert(words.begin(), {"pactl", "-s", "unix:" + socket()});
    ChildProcess process(words);
    const bool good = process.wait(kSoon) == 0;
    said_ = process.output();
    return good;
  }
  const std::string& said() const { return said_; }

  // A tone of so many Hz, for so long, or until the next one. `output`: another than the default.
  void play(double frequency, double seconds = 600, const std::string& output = {}) {
    const std::string path = directory_.path() + "/tone" + std::to_string(static_cast<int>(frequency));
    constexpr int kRate = 48000;
    std::ofstream file(path, std::ios::binary);
    const auto count = static_cast<int>(std::min(seconds, 60.0) * kRate);
    for (int i = 0; i < count; ++i) {
      const auto value =
          static_cast<std::int16_t>(12000 * std::sin(2 * std::numbers::pi * frequency * i / kRate));
      for (int channel = 0; channel < 2; ++channel)
        file.write(reinterpret_cast<const char*>(&value), sizeof value);
    }
    file.close();
    std::vector<std::string> words{
        "paplay", "--server=unix:" + socket(), "--raw", "--rate=48000", "--channels=2", "--format=s16le"};
    if (!output.empty()) words.push_back("--device=" + output);
    words.push_back(path);
    player_ = std::make_unique<ChildProcess>(words);
  }
  void be_silent() { player_.reset(); }

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<ChildProcess> server_, player_;
  std::string said_;
};

}  // namespace gatehouse::test
