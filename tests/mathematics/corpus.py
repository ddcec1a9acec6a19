"""Labelled answers to every expression item of the catalogue: right ones in several spellings, and wrong ones.

The truths are the catalogue's. Right spellings were derived by hand; wrong ones are the catalogue's traps, the
documents' own wrong answers, and slips of students.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Item:
    id: str
    symbols: dict[str, Any]
    truth: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    settings: dict[str, Any] = field(default_factory=dict)


POS, REAL, UNIT = "positive", "real", "unit"
DL = {"kind": REAL, "aliases": ["dL/dw", "dL/dw_j", "dL_dw", "grad"]}
W = {"kind": REAL, "aliases": ["w_j", "w_k"]}
T = {"kind": "posint", "range": [1, 7]}
COUNT = {"kind": "posint", "range": [1, 9]}
CHAIN = {"y": UNIT, "t": {"kind": UNIT}, "x": REAL, "w": REAL, "b": REAL, "lam": POS}
B = {"kind": UNIT, "aliases": ["beta", "b1", "beta1", "beta2"]}

ITEMS = (
    Item(
        "s0.p1.q1.tau",
        {"eps": POS, "tau": POS},
        "1/(eps*tau)",
        (
            r"\frac{1}{\epsilon\tau}", r"\frac{1}{\varepsilon \tau}", "1/eps/tau", "(eps*tau)^-1", "1/(ετ)",
            "1/(tau eps)",
            r"\alpha = \frac{1}{\epsilon \cdot \tau}", "eps**-1 * tau**(-1)", "(1/eps)*(1/tau)", r"(\epsilon\tau)^{-1}",
        ),
        ("eps*tau", "tau/eps", "eps/tau", "1/(eps+tau)", "1/(2*eps*tau)", "1/eps", r"-\frac{1}{\epsilon\tau}",
         "1/tau", "1/(eps*tau)^2"),
    ),
    Item(
        "s0.p2.q2.vel",
        {"eps": POS, "g": REAL, "alpha": UNIT},
        "eps*g/(1-alpha)",
        (
            r"\frac{\epsilon g}{1-\alpha}", "ε·g/(1−α)", "eps/(1-alpha)*g", "g*eps*(1-alpha)**-1", "-eps*g/(alpha-1)",
            r"\dfrac{\epsilon}{1 - \alpha} g", "(1-alpha)^{-1} eps g", r"\left(\frac{1}{1-\alpha}\right)\epsilon g",
        ),
        (
            "eps*g", "eps*g/(1+alpha)", "eps*g*(1-alpha)", "eps*g/alpha", "g/(1-alpha)", "eps/(1-alpha)",
            "-eps*g/(1-alpha)",
            "eps*|g|/(1-alpha)", "10*eps*g", "eps*g/(1-alpha)^2", "eps*g*alpha/(1-alpha)",
        ),
    ),
    Item(
        "s1.q1e.sym",
        {"z": REAL},
        "1/(1+exp(-2*z))",
        (
            r"\frac{1}{1+e^{-2z}}", "sigmoid(2z)", r"\sigma(2z)", "(1+tanh(z))/2", "exp(z)/(exp(z)+exp(-z))",
            r"\frac{e^{z}}{e^{z}+e^{-z}}", "1/(1+np.exp(-2*z))", "0.5 + 0.5 tanh z", "e^{2z}/(1+e^{2z})",
            "1 - 1/(1+e^(2z))",
            r"\frac{1}{2}\left(1+\tanh(z)\right)", "1-sigmoid(-2*z)",
        ),
        (
            "1/(1+exp(-z))", "sigmoid(z)", "1/(1+exp(2*z))", "tanh(z)", "(1-tanh(z))/2", "exp(z)/(1+exp(z))",
            "1/(1+e^{-2|z|})",
            "exp(2z)", "sigmoid(z/2)", "sigmoid(2z)^2", "1/(1-exp(-2*z))", "1/2",
        ),
    ),
    Item(
        "s1.q3a.dR",
        CHAIN,
        "lam",
        (r"\lambda", "λ", "lambda", "lam*1", r"\frac{\partial L}{\partial R} = \lambda", "lam + w - w", "(lam)"),
        ("1", "lam*w", "2*lam", "lam/2", "-lam", "lam^2", "lam*w^2/2", "0", "w"),
        {},
    ),
    Item(
        "s1.q3a.db",
        CHAIN,
        "(y-t)*y*(1-y)",
        (
            "y(1-y)(y-t)", r"(y-t)\,y\,(1-y)", "(y-t)*(y-y^2)", "y^2 - y^3 - t*y + t*y^2", "-(t-y)*y*(1-y)",
            "(y−t)·y·(1−y)",
            r"\left(y - t\right) y \left(1 - y\right)",
        ),
        (
            "(t-y)*y*(1-y)", "y-t", "(y-t)*y", "(y-t)*(1-y)", "(y-t)*y*(1-y)*x", "(y-t)*y*(1-y) + lam*b",
            "(y-t)*y*(1+y)",
            "(y-t)*y*(y-1)", "(y-t)^2*y*(1-y)", "2*(y-t)*y*(1-y)",
        ),
    ),
    Item(
        "s1.q3a.dw",
        CHAIN,
        "(y-t)*y*(1-y)*x + lam*w",
        (
            r"(y-t)y(1-y)x + \lambda w", "x*y*(1-y)*(y-t)+w*λ", r"\lambda w - (t-y)\,y(1-y)\,x",
            r"\frac{\partial L_{reg}}{\partial w} = (y-t) y (1-y) x + \lambda w", "lam w + xy(y-t)(1-y)",
        ),
        (
            "(y-t)*y*(1-y)*x + 2*lam*w", "(y-t)*y*(1-y)*x + lam*|w|", "(y-t)*x + lam*w", "(y-t)*y*(1-y)*x",
            "(t-y)*y*(1-y)*x + lam*w", "(y-t)*y*(1-y)*x - lam*w", "(y-t)*y*(1-y)*x + w", "(y-t)*y*(1-y) + lam*w",
            "(y-t)*y*(1-y)*x + lam*w/2", "(y-t)*y*(1-y)*x + lam*w^2/2", "(y-t)*y*(1-y)*(x + lam*w)",
            "(y-t)*y*(1-y)*x + lam",
        ),
    ),
    Item(
        "s1.q3a.dx",
        CHAIN,
        "(y-t)*y*(1-y)*w",
        (r"(y-t)y(1-y)w", "w*(y-t)*(y-y**2)", "-w(t-y)y(1-y)", r"w\,y\,(1-y)\,(y-t)", "w y (1-y) (y-t)"),
        (
            "(y-t)*y*(1-y)*x", "(y-t)*y*(1-y)", "(y-t)*w", "(y-t)*y*(1-y)*w + lam*w", "(t-y)*y*(1-y)*w",
            "(y-t)*y*(1-y)*|w|",
            "(y-t)*y*(1-y)/w", "(y-t)*y*(1-y)*w + w^2/2",
        ),
    ),
    Item(
        "s1.q3a.dy",
        {"y": REAL, "t": REAL},
        "y - t",
        ("-(t-y)", "y-t", "-t+y", "y−t", "(y^2-t^2)/(y+t)", r"\frac{\partial L}{\partial y} = y - t", "2*(y-t)/2"),
        ("t-y", "|y-t|", "2*(y-t)", "y+t", "(y-t)^2/2", "y", "(y-t)^2", "(y-t)/2", "sqrt((y-t)^2)"),
    ),
    Item(
        "s1.q3a.dz",
        {"y": UNIT, "t": UNIT},
        "(y-t)*y*(1-y)",
        ("(y-t)y(1-y)", "(y-t)(y-y²)", "y*(y-t)-y^2*(y-t)", "(t-y)*y*(y-1)"),
        ("y-t", "y*(1-y)", "(y-t)*y", "(t-y)*y*(1-y)", "(y-t)*(1-y^2)", "(y-t)*y*(1-t)", "(y-t)/(y*(1-y))"),
    ),
    Item(
        "s1.q3c.w",
        {"w": REAL, "x": REAL, "b": REAL, "t": REAL, "lam": POS, "lr": {"kind": POS, "aliases": ["eta"]}},
        "w - lr*((1/(1+exp(-(w*x+b)))-t)*(1/(1+exp(-(w*x+b))))*(1-1/(1+exp(-(w*x+b))))*x + lam*w)",
        (
            "w - lr*((sigmoid(w*x+b)-t)*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x + lam*w)",
            r"w - \eta\left((\sigma(wx+b)-t)\sigma(wx+b)(1-\sigma(wx+b))x + \lambda w\right)",
            "(1-lr*lam)*w - lr*x*(sigmoid(b+x*w)-t)*sigmoid(w*x+b)*sigmoid(-w*x-b)",
            "w - lr*lam*w - lr*(sigmoid(wx+b)-t)*(sigmoid(wx+b)-sigmoid(wx+b)^2)*x",
        ),
        (
            "w + lr*((sigmoid(w*x+b)-t)*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x + lam*w)",
            "w - lr*((sigmoid(w*x+b)-t)*x + lam*w)",
            "w - lr*(sigmoid(w*x+b)-t)*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x",
            "w - lr*((sigmoid(w*x+b)-t)*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x + w)",
            "w - 0.1*((sigmoid(w*x+b)-t)*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x + lam*w)",
            "w - lr*((sigmoid(w*x+b)-t)*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x + 2*lam*w)",
            "w - lr*((sigmoid(w*x)-t)*sigmoid(w*x)*(1-sigmoid(w*x))*x + lam*w)",
            "(sigmoid(w*x+b)-t)*sigmoid(w*x+b)*(1-sigmoid(w*x+b))*x + lam*w",
        ),
    ),
    Item(
        "s1.q4b.coef",
        {"b": B, "t": T, "j": T},
        "(1-b)*b**(t-j)",
        (
            r"(1-\beta)\beta^{t-j}", "(1-b)b^(t-j)", "b^(t-j) - b^(t-j+1)", "(1-b)*b^t/b^j",
            r"(1-b)\frac{b^{t}}{b^{j}}",
            r"\beta_1^{t-j}(1-\beta_1)", "(1-b)*exp((t-j)*ln(b))",
        ),
        (
            "b**(t-j)", "(1-b)*b**(t-j-1)", "(1-b)*b**(t-j+1)", "(1-b)*b**j", "(1-b)*b**(j-t)", "(1+b)*b**(t-j)",
            "(1-b)^(t-j)", "(1-b)*b*(t-j)", "b*(1-b)^(t-j)", "(1-b)*b^t", "(1-b^(t-j))", "(b-1)*b^(t-j)",
        ),
    ),
    Item(
        "s1.q4b.mean",
        {"b": B, "t": T, "G": {"kind": REAL, "aliases": ["E[g]", "E[g_t]"]}},
        "(1-b**t)*G",
        (
            r"(1-\beta^t)G", r"(1-\beta_1^{t})\,\mathbb{E}[g_t]", "G - b^t G", "G*(1-b)*sum_{i=0}^{t-1} b^i",
            r"E[g](1-b^t)",
            r"G(1-\beta)\sum_{i=1}^{t}\beta^{t-i}", "(1-b)*Sum(b**(t-i), (i, 1, t))*G", r"E[m_t] = (1-\beta^t) G",
            "(1-b)*G*sum(b**i for i in range(t))",
        ),
        (
            "G", "(1-b^(t+1))*G", "(1-b)*G", "b^t*G", "G/(1-b^t)", "(1-b^(t-1))*G", "(1-b**t)", "(1+b^t)*G",
            "(1-b)^t*G",
            "(b^t-1)*G", "(1-b^t)*|G|", "G*sum_{i=0}^{t-1} b^i", r"G(1-\beta)\sum_{i=0}^{t}\beta^{i}", "0", "(1-b*t)*G",
        ),
    ),
    Item(
        "s1.q5a.scalar",
        {"h": POS, "w": REAL},
        "2*h*w",
        ("2hw", "2 h w", "h*w + w*h", r"2\cdot h\cdot w", "(h+h)w", "2*w*h", "hw*2"),
        ("h*w", "2*h", "h*w^2", "2*h*|w|", "2*w", "-2*h*w", "h^2*w", "4*h*w", "2*h*w^2"),
    ),
    Item(
        "s1.q5b.comp",
        {"eps": POS, "lam": POS, "t": T, "c0": REAL},
        "(1-2*eps*lam)**t*c0",
        (
            r"(1-2\epsilon\lambda)^t c_0", "c0(1-2ελ)^t", "c_0*(1 - 2*eps*lam)^t",
            r"c_{0}\left(1-2\varepsilon\lambda\right)^{t}",
            r"c_0\prod_{i=1}^{t}(1-2\epsilon\lambda)", "(-1)^t*(2*eps*lam-1)^t*c0",
        ),
        (
            "(1-eps*lam)**t*c0", "(1-2*eps*lam)*t*c0", "(1+2*eps*lam)^t*c0", "(1-2*eps*lam^t)*c0",
            "(1-2*eps*lam)^(t+1)*c0",
            "c0*exp(-2*eps*lam*t)", "(1-2*eps*lam)^t", "1-(2*eps*lam)^t*c0", "(1-2*eps*lam)^(t-1)*c0",
            "|1-2*eps*lam|^t*c0",
            "(2*eps*lam-1)^t*c0", "(1-4*eps*lam)^t*c0",
        ),
    ),
    Item(
        "s1.q5d.factor",
        {"eta": {"kind": POS, "aliases": ["lr"]}},
        "1-eta",
        (r"1-\eta", "-(eta-1)", "1 − η", "1 - lr", "1+(-eta)", r"1 - \frac{2\eta}{2}"),
        ("1-2*eta", "eta-1", "eta", "1+eta", "1-eta/2", "1/eta", "(1-eta)^2", "|1-eta|", "exp(-eta)", "1-eta^2"),
    ),
    Item(
        "s1.q6a.sym",
        {"y": {"kind": REAL, "aliases": ["y_d"]}, "s": REAL, "x": {"kind": REAL, "aliases": ["x_k"]}, "w": W,
        "alpha": POS},
        "-(y - s)*x + alpha*w*x**2",
        (
            r"-(y-s)x_k + \alpha w_k x_k^2", r"(s-y)x_k+\alpha w_kx_k^2", "(s-y)*x + alpha*w*x^2",
            "x*(s - y + alpha*w*x)", "αwx² − (y−s)x",
            r"\alpha w x^{2} - xy + xs", "s x - y x + alpha x^2 w",
        ),
        (
            "-(y-s)*x", "-(y - s)*x + alpha*w**2*x**2", "-(y - s)*x - alpha*w*x**2", "-(y - s)*x + alpha*w*x**2/2",
            "-(y - s)*x + alpha^2*w*x**2", "-(y - s)*x + sqrt(alpha)*w*x**2", "-(y - s)*x + alpha*w*x",
            "(y - s)*x + alpha*w*x**2",
            "-(y - s)*x + alpha*|w|*x**2", "-(y - s)*x + 2*alpha*w*x**2", "-(y - s)*x + alpha*w",
            "-(y-s)*x^2 + alpha*w*x^2",
            "(y - s)*x - alpha*w*x**2",
        ),
    ),
    Item(
        "s1.q6a.symA",
        {"y": REAL, "s": REAL, "x": REAL, "w": REAL, "alpha": POS},
        "-(y - s)*x",
        ("(s-y)x", "x*s - x*y", r"-\left(y-s\right)x", "-(y-s)*x", "-xy+xs", "(s-y)*x + 0*alpha*w"),
        (
            "(y-s)*x", "-(y - s)*x + alpha*w*x**2", "-(y-s)", "-(y-s)*x^2", "-(y - s)*x + alpha*w**2*x**2",
            "-2*(y-s)*x",
            "-(y+s)*x", "-|y-s|*x", "-(y-s)*|x|", "0",
        ),
    ),
    Item(
        "s1.q6b.pen",
        {"alpha": POS, "w": W, "x": {"kind": REAL, "aliases": ["x_k"]}},
        "alpha*w**2*x**2/2",
        (
            r"\frac{\alpha}{2}w_k^2x_k^2", "(alpha/2)*(w*x)^2", "0.5*alpha*w^2*x^2", "α w² x² / 2",
            r"\frac12\alpha w^2x^2",
            "1/2 * alpha * w**2 * x**2", r"\tfrac{1}{2}\alpha (w x)^{2}", "alpha*|w*x|^2/2", "1/2 (wx)^2 alpha",
        ),
        (
            "alpha*w**2*x**2", "alpha*w*x/2", "alpha*w**2/2", "alpha^2*w**2*x**2/2", "w**2*x**2/2", "alpha*w*x**2/2",
            "alpha*w*x**2", "-alpha*w**2*x**2/2", "alpha/(2*w^2*x^2)", "alpha*|w|*x^2/2", "sqrt(alpha)*w^2*x^2/2",
        ),
    ),
    Item(
        "s2.dropout.var",
        {"a": REAL, "p": {"kind": UNIT, "aliases": ["keep", "keep_prob"]}},
        "a**2*(1-p)/p",
        (
            r"\frac{a^2(1-p)}{p}", "a^2/p - a^2", "a²(1−p)/p", "a^2*(1/p - 1)", r"a^{2}\,\frac{1-p}{p}", "(1-p)/p*a**2",
            "a^2*(1-keep_prob)/keep_prob", "|a|^2(1-p)/p",
        ),
        (
            "a**2*p*(1-p)", "a**2*p/(1-p)", "a*(1-p)/p", "a**2*(1-p)", "a**2/p", "a**2*(1-p)/p**2", "(1-p)/p",
            "a^2*(p-1)/p",
            "|a|*(1-p)/p", "a**2*(1-p^2)/p", "a^2/p^2 - a^2", "0",
        ),
    ),
    Item(
        "s2.grad.l1",
        {"dL": DL, "lam": POS, "w": W, "m": COUNT},
        "dL + lam*sign(w)/(2*m)",
        (
            r"\frac{\partial L}{\partial w} + \frac{\lambda}{2m}\operatorname{sign}(w)", "dL/dw + λ/(2m)·sgn(w)",
            "dL + lam/(2*m)*np.sign(w)", "dL + lam*w/(2*m*|w|)", r"dL + \frac{\lambda}{2m}\frac{|w|}{w}",
            r"\frac{\partial L}{\partial w_j} + \frac{\lambda}{2m}\text{sign}(w_j)", "(lam*sign(w) + 2*m*dL)/(2*m)",
            r"dL + \begin{cases} \frac{\lambda}{2m} & w > 0 \\ -\frac{\lambda}{2m} & w < 0 \end{cases}",
            "dL + (lam/(2*m) if w > 0 else -lam/(2*m))",
        ),
        (
            "dL + lam*sign(w)/m", "dL + lam/(2*m)", "dL + lam*w/(2*m)", "dL + lam*|w|/(2*m)", "lam*sign(w)/(2*m)",
            "dL - lam*sign(w)/(2*m)", "dL + lam*sign(w)/2", "dL + 2*lam*sign(w)/m", "dL + lam*sign(w)", "dL + lam*w/m",
            "dL*lam*sign(w)/(2*m)", "dL + lam*sign(dL)/(2*m)", "dL + sign(w)/(2*m)",
        ),
    ),
    Item(
        "s2.grad.l2",
        {"dL": DL, "lam": POS, "w": W, "m": COUNT},
        "dL + lam*w/m",
        (
            r"\frac{\partial L}{\partial w} + \frac{\lambda}{m}w", "dL/dw + (λ/m)·w", "dL + lam/m*w",
            "(m*dL + lam*w)/m",
            r"\frac{\partial L}{\partial w_j}+\frac{\lambda w_j}{m}", "dL + 2*lam*w/(2*m)",
            r"\frac{dL}{dw} + \frac{\lambda}{m} w",
            "w*lam/m + dL", "dL + λ/m w",
        ),
        (
            "dL + lam*w/(2*m)", "dL + 2*lam*w/m", "dL - lam*w/m", "lam*w/m", "dL + lam*w", "dL + lam*|w|/m",
            "dL + lam*w^2/m",
            "dL + lam*m*w", "dL + lam/m", "dL + lam*sign(w)/m", "dL + w/m", "(dL + lam*w)/m", "dL + lam*w^2/(2*m)",
        ),
    ),
    Item(
        "s3.q1.2",
        {"dL": DL, "lam": POS, "w": W, "m": COUNT, "eta": {"kind": POS, "aliases": ["lr"]}},
        "w - eta*(dL + lam*w/m)",
        (
            r"w_j - \eta\left(\frac{\partial L}{\partial w_j} + \frac{\lambda}{m}w_j\right)",
            "(1-eta*lam/m)*w - eta*dL",
            r"w_j := w_j\left(1-\eta\frac{\lambda}{m}\right) - \eta\frac{\partial L}{\partial w_j}",
            "w - η·dL − η·λ·w/m",
            "w - lr*(dL + lam/m*w)", r"w \leftarrow w - \eta (dL + \lambda w/m)", "w(1 - ηλ/m) − η dL",
        ),
        (
            "w + eta*(dL + lam*w/m)", "w - eta*(dL + lam*w/(2*m))", "w - eta*dL - lam*w/m", "w - dL - lam*w/m",
            "(1-eta*lam/m)*(w - eta*dL)", "exp(-eta*lam/m)*w - eta*dL", "w - eta*(dL - lam*w/m)", "w - eta*dL",
            "eta*(dL + lam*w/m)", "w - eta*(dL + 2*lam*w/m)", "w - eta*(dL + lam*w)", "(1+eta*lam/m)*w - eta*dL",
            "w - eta*(dL + lam*|w|/m)", "(1-lam/m)*w - eta*dL",
        ),
    ),
    Item(
        "s3.q1.3",
        {"eta": POS, "lam": POS, "m": COUNT},
        "1 - eta*lam/m",
        (
            r"1-\eta\frac{\lambda}{m}", r"1 - \frac{\eta\lambda}{m}", "1 − ηλ/m", "(m - eta*lam)/m",
            r"\left(1-\frac{\eta \lambda}{m}\right)",
            "1 - lam/m*eta", "1-eta*lambda/m",
        ),
        (
            "1 - eta*lam", "1 - eta*lam/(2*m)", "1 + eta*lam/m", "eta*lam/m", "exp(-eta*lam/m)", "1 - lam/m",
            "1 - 2*eta*lam/m",
            "1 - eta*lam*m", "(1-eta)*lam/m", "1/(1+eta*lam/m)", "eta*lam/m - 1", "floor(1 - eta*lam/m)",
        ),
    ),
    Item(
        "s3.q2.mean",
        {"a": REAL, "p": UNIT},
        "p*a",
        ("a*p", "pa", "ap", "p·a", "p a + (1-p)*0", r"p\cdot a", r"\mathbb{E}[\tilde{a}] = p a", "a/(1/p)"),
        ("a/p", "(1-p)*a", "a", "p", "p*|a|", "a*p^2", "p*a*(1-p)", "a+p", "-p*a", "p*a^2"),
    ),
    Item(
        "s3.q3.var",
        {"sigma": POS, "m": COUNT},
        "sigma**2/m",
        (
            r"\frac{\sigma^2}{m}", "σ²/m", "sigma^2/m", r"\left(\frac{\sigma}{\sqrt{m}}\right)^2", "1/m*sigma**2",
            "sigma*sigma/m",
            r"\operatorname{Var}(\bar{x}) = \sigma^2/m", "m*sigma^2/m^2",
        ),
        (
            "sigma/m", "sigma/sqrt(m)", "sigma**2", "sigma**2/m**2", "sigma**2/sqrt(m)", "m*sigma**2", "sigma**2/(m-1)",
            "sigma**2*(m-1)/m", "sqrt(sigma/m)", "sigma^2/(2*m)",
        ),
    ),
    Item(
        "s4.q1a.coef",
        {"b": B, "t": T, "j": {"kind": "nonnegint", "range": [0, 6]}},
        "(1-b)*b**(t-1-j)",
        (
            r"(1-\beta_2)\beta_2^{t-1-j}", "(1-b)b^(t-j-1)", "(1-b)*b^(t-j)/b", "b^(t-1-j) - b^(t-j)",
            r"(1-b)\,b^{\,t-1-j}",
        ),
        (
            "(1-b)*b**(t-j)", "b**(t-1-j)", "(1-b)*b**j", "(1-b)*b**(t+1-j)", "(1-b)*b**(j-t+1)", "(1-b)^(t-1-j)",
            "(1-b)*b*(t-1-j)",
            "(1+b)*b**(t-1-j)", "(1-b)*b**(t-1)", "(1-b)*b**(t-2-j)", "(1-b**2)*b**(t-1-j)",
        ),
    ),
    Item(
        "s4.q1c.ratio",
        {"b": B, "t": T},
        "1-b**t",
        (
            r"1-\beta_2^t", "1 − β₂ᵗ", "(1-b)*sum_{i=0}^{t-1} b^i", r"(1-\beta_2)\sum_{i=0}^{t-1}\beta_2^{i}",
            "-(b^t-1)",
            r"(1-b)\frac{1-b^t}{1-b}", "(1-b)*sum(b**i for i in range(t))", "1 - exp(t*log(b))",
        ),
        (
            "1-b**(t+1)", "b**t", "1", "1/(1-b**t)", "1-b", "1-b**(t-1)", "1-b*t", "(1-b)**t", "1+b**t", "b^t-1",
            r"(1-\beta_2)\sum_{i=0}^{t}\beta_2^{i}", r"\sum_{i=0}^{t-1}\beta_2^{i}", "1-t^b", "1-b^(2*t)",
        ),
    ),
    Item(
        "s4.q3c.grad",
        {"rho": UNIT, "q": {"kind": UNIT, "aliases": ["rho_hat", "\\hat{\\rho}", "\\hat{\\rho}_j"]}},
        "-rho/q + (1-rho)/(1-q)",
        (
            r"-\frac{\rho}{q}+\frac{1-\rho}{1-q}", "(q-rho)/(q*(1-q))", "(1-ρ)/(1-q) - ρ/q", r"\frac{q-\rho}{q(1-q)}",
            r"-\frac{\rho}{\hat{\rho}_j}+\frac{1-\rho}{1-\hat{\rho}_j}", "(rho-q)/(q*(q-1))",
            r"\frac{q - \rho}{q - q^2}",
        ),
        (
            "rho/q - (1-rho)/(1-q)", "-rho/q - (1-rho)/(1-q)", "-rho/q", "(rho-q)/(q*(1-q))", "-q/rho + (1-q)/(1-rho)",
            "ln(rho/q) - ln((1-rho)/(1-q))", "q-rho", "(q-rho)/q", "-rho/q + (1-rho)/(1+q)", "(1-rho)/(1-q)",
            "(q-rho)/(rho*(1-rho))", "rho*ln(rho/q) + (1-rho)*ln((1-rho)/(1-q))",
        ),
    ),
)  # fmt: skip
