// The terminal that a text console's prompt runs on, as this process has it: its keys, its screen, and, where it is a
// virtual terminal, what stands in front of the person. It is the controlling terminal of this process, which the kernel
// takes as leave to bring it to the front (console_ioctl(4)).
#pragma once
#include <termios.h>

#include <string>
#include <vector>

#include "appliance/window/console_text.h"

namespace gatehouse::window {

class ConsoleTerminal {
 public:
  // Without echo and line editing from now on, and without waiting. The descriptor stays the caller's.
  explicit ConsoleTerminal(int fd);
  // Nothing of what it showed is left, and who was brought here is back.
  ~ConsoleTerminal();
  ConsoleTerminal(const ConsoleTerminal&) = delete;
  ConsoleTerminal& operator=(const ConsoleTerminal&) = delete;

  ConsoleSize size() const;
  // "Alt+F8"; empty where it is no virtual terminal.
  const std::string& key() const { return key_; }
  void show(const std::vector<ConsoleLine>& lines);
  // What was typed, at most some bytes; empty: nothing. `gone`: the terminal is.
  std::string read(bool& gone);
  // What was typed and not read.
  void forget_keys();

  void come_to_front();
  // Back to where the person was, unless they have gone elsewhere, or had come by themselves.
  void step_back();

 private:
  int in_front() const;  // number; 0: there are none
  void bring(int number);

  const int fd_;
  int number_ = 0, former_ = 0;
  bool brought_ = false, stepping_back_ = false;
  std::string key_;
  ConsoleSize shown_size_;
  std::vector<ConsoleLine> shown_;
};

}  // namespace gatehouse::window
