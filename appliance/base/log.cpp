#include "appliance/base/log.h"

#include <unistd.h>

#include <atomic>
#include <ctime>
#include <string>

#include "appliance/base/text.h"

namespace gatehouse::log {
namespace {
std::atomic<Level> threshold{Level::info};
constexpr std::string_view kNames[] = {"debug", "info", "warning", "error"};
}  // namespace

void set_level(Level level) {
  threshold = level;
}

void write(Level level, std::string_view component, std::string_view message) {
  if (level < threshold) return;
  std::string line = rfc3339(std::time(nullptr));
  line.append(" ").append(kNames[static_cast<int>(level)]).append(" ").append(component).append(": ");
  for (const char c : message) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (control) {
      line.append("\\x").append(hex({&c, 1}));
    } else {
      line += c;
    }
  }
  line += '\n';
  // One write a line, so that lines of several threads never mix.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace gatehouse::log
