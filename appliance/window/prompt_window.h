// The question: who asks for what, and two answers. It takes no focus when it appears; its keys work for who has
// given it the focus, and only some moments later. Nothing in it ever accepts by itself.
#pragma once
#include <FL/Fl_Double_Window.H>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "appliance/window/controls.h"
#include "appliance/window/messages.h"
#include "appliance/window/words.h"

namespace gatehouse::window {

class PromptWindow final : public Fl_Double_Window {
 public:
  using Answered = std::function<void(bool accepted, policy::Permissions chosen)>;

  // `answered` runs once, and never when the window is destroyed before; it may not destroy it.
  PromptWindow(const Ask& ask, Language language, Answered answered);
  ~PromptWindow() override;

  // Below `below` of the screen where there is room.
  void appear(int below);

 private:
  using Clock = std::chrono::steady_clock;
  struct Line {
    std::string text;
    Style style;
    Box box;
  };

  void draw() override;
  int handle(int event) override;
  void lay_out();
  int add_lines(const std::string& text, const Style& style, Box box, std::size_t lines);
  static void tick(void* self);
  void look();
  void answer(bool accepted);
  bool asked_anything() const;
  std::string countdown() const;
  std::chrono::milliseconds shown_for() const;

  const Ask ask_;  // its texts made fit to be shown
  const Language language_;
  const Words& words_;
  Answered answered_;
  std::optional<Clock::time_point> appeared_;
  std::vector<Line> lines_;
  Box badge_, pill_, warning_, reason_, countdown_;
  bool lets_focus_ = false;
  policy::Permissions chosen_;
  std::string counted_;  // down, as it is shown
  std::vector<std::unique_ptr<Switch>> switches_;
  std::vector<policy::Permission> switched_;  // by which of them
  std::unique_ptr<Fl_Widget> rest_;           // has the focus until the person moves it
  std::unique_ptr<PushButton> deny_, accept_;
};

}  // namespace gatehouse::window
