#include "appliance/base/log.h"

#include <unistd.h>

#include <atomic>
#include <ctime>
#include <string>
#include <utility>

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

std::optional<std::uint64_t> LineLimit::take(SteadyTime now) {
  const std::lock_guard lock(mutex_);
  const auto earned = (now - filled_at_) / every_;
  if (earned >= burst_ - left_) {
    left_ = burst_;
    filled_at_ = now;
  } else {
    left_ += static_cast<int>(earned);
    filled_at_ += earned * every_;
  }
  if (left_ == 0) {
    ++left_out_;
    return std::nullopt;
  }
  --left_;
  return std::exchange(left_out_, 0);
}

void write(Level level, std::string_view component, std::string_view message, LineLimit& limit) {
  if (level < threshold) return;
  const auto left_out = limit.take(std::chrono::steady_clock::now());
  if (!left_out) return;
  if (*left_out == 0) return write(level, component, message);
  write(level, component,
        std::string(message) + " (" + std::to_string(*left_out) + " more like this were not written)");
}

}  // namespace gatehouse::log
