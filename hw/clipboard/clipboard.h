// The machine's clipboard, text only. One thread, the capture's.
#pragma once
#include <cstddef>
#include <functional>
#include <string>

namespace gatehouse::hw {

// Longer texts are not taken, in either direction.
inline constexpr std::size_t kClipboardCap = 1024 * 1024;

class Clipboard {
 public:
  virtual ~Clipboard() = default;

  // Somebody at the machine copied text (UTF-8, LF line ends, at most kClipboardCap). Not called for
  // set_text().
  virtual void on_changed(std::function<void(const std::string& text)> changed) = 0;
  // Offers text (UTF-8) to the machine's programs.
  virtual void set_text(std::string text) = 0;
};

}  // namespace gatehouse::hw
