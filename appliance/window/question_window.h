// A question to the person: who asks, and two answers. It takes no focus when it appears; its keys work for who has
// given it the focus, and only some moments later. Nothing in it ever accepts by itself.
#pragma once
#include <FL/Fl_Double_Window.H>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "appliance/window/widgets.h"
#include "appliance/window/words.h"

namespace gatehouse::window {

class QuestionWindow : public Fl_Double_Window {
 public:
  // Until then a click or a key was meant for something else, or is still on its way from a viewer whose input the
  // agent has just stopped.
  static constexpr std::chrono::milliseconds kArmsAfter{700};
  static constexpr std::chrono::milliseconds kStrangerArmsAfter{2000};

  ~QuestionWindow() override;

  // Below `below` of the screen where there is room.
  void appear(int below);

 protected:
  struct Asker {
    std::string name, account;
  };
  // As they can be shown, whatever they are.
  static Asker readable_asker(std::string_view name, std::string_view account);
  QuestionWindow(std::string_view title, Asker asker, Language language, std::chrono::milliseconds arms_after,
                 std::uint16_t seconds);

  // Once, without this window being destroyed inside it.
  virtual void answered(bool accepted) = 0;
  // Whether what was filled in could be accepted. Asked again and again.
  virtual bool can_be_accepted() = 0;
  virtual void draw_behind() {}  // the lines

  // Wrapped into at most `lines`; gives the y below them.
  int add_lines(const std::string& text, const Style& style, Box box, std::size_t lines);
  // The top: the asker's badge and name, and what they want. Gives the y below the last line; badge_bottom() may be lower.
  int lay_out_asker(std::string_view wants);
  int badge_bottom() const { return badge_.y + badge_.h; }
  Box beside_badge() const { return {badge_.x + badge_.w + px(16), badge_.y - px(2), inner() - px(76), 0}; }
  // The bottom, from `y` on, and with it the window's height. `accept`: what its button says.
  void lay_out_answers(int y, std::string_view accept);
  static int margin() { return px(22); }
  static int inner() { return px(kWidth) - 2 * margin(); }
  void answer(bool accepted);
  int handle(int event) override;

  const Language language_;
  const Words& words_;
  const Asker asker_;

 private:
  using Clock = std::chrono::steady_clock;
  struct Line {
    std::string text;
    Style style;
    Box box;
  };
  static constexpr int kWidth = 460;

  void draw() final;
  static void tick(void* self);
  void look();
  std::string countdown() const;
  std::chrono::milliseconds shown_for() const;

  const std::chrono::milliseconds arms_after_;
  const std::uint16_t seconds_;
  bool over_ = false;
  std::optional<Clock::time_point> appeared_;
  std::vector<Line> lines_;
  const Box badge_;
  Box countdown_;
  bool lets_focus_ = false;
  std::string counted_;  // down, as it is shown
  std::string accept_words_;
  std::unique_ptr<Fl_Widget> rest_;  // has the focus until the person moves it
  std::unique_ptr<PushButton> deny_, accept_;
};

}  // namespace gatehouse::window
