// The few widgets of the consent window. None does anything for a key unless it has been given the focus.
#pragma once
#include <FL/Fl_Widget.H>

#include <functional>
#include <string>

#include "appliance/window/paint.h"

namespace gatehouse::window {

class PushButton final : public Fl_Widget {
 public:
  enum class Kind { plain, accept, danger };
  PushButton(Box box, std::string words, Kind kind, std::function<void()> pressed);

  // Not armed, it shows `words` and takes neither click nor key.
  void arm(bool armed, std::string words);

 private:
  void draw() override;
  int handle(int event) override;

  std::string words_;
  const Kind kind_;
  const std::function<void()> pressed_;
  bool armed_ = true, down_ = false;
};

class Switch final : public Fl_Widget {
 public:
  Switch(Box box, std::string words, bool on, bool available, Fl_Color behind,
         std::function<void(bool)> turned);

  bool on() const { return on_; }
  void set(bool on);

 private:
  void draw() override;
  int handle(int event) override;
  void turn();

  const std::string words_;
  bool on_;
  const bool available_;
  const Fl_Color behind_;
  const std::function<void(bool)> turned_;
};

// Takes the focus and does nothing with it.
class Rest final : public Fl_Widget {
 public:
  Rest() : Fl_Widget(0, 0, 0, 0) {}

 private:
  void draw() override {}
  int handle(int event) override { return event == FL_FOCUS || event == FL_UNFOCUS ? 1 : 0; }
};

}  // namespace gatehouse::window
