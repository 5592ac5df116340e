/**
 * Coefficients of the special functions, readable from TypeScript and from AssemblyScript alike.
 * Written by scripts/specialCoefficients.py. Do not edit.
 */

// log 2 as a sum of two numbers, the first with so few digits that its multiples are exact, and 1 / log 2.
export const LN2_HIGH_64 = 0.6931471803691238;
export const LN2_LOW_64 = 1.9082149292705877e-10;
// biome-ignore lint/suspicious/noApproximativeNumericConstant: rounded to the precision, like the others
export const INVERSE_LN2_64 = 1.4426950408889634;

// (e^r - 1 - r) / r^2 in powers of r, |r| <= 0.347, weighted error 1.4e-18.
export const EXP64_0 = 0.5;
export const EXP64_1 = 0.1666666666666667;
export const EXP64_2 = 0.041666666666666685;
export const EXP64_3 = 0.00833333333332607;
export const EXP64_4 = 0.0013888888888874272;
export const EXP64_5 = 0.00019841269875050654;
export const EXP64_6 = 2.480158734764391e-5;
export const EXP64_7 = 2.755725510904207e-6;
export const EXP64_8 = 2.755725261558033e-7;
export const EXP64_9 = 2.5105337961267887e-8;
export const EXP64_10 = 2.092169035381377e-9;

// (r coth r - 1) / z in powers of z = r^2, |r| <= 0.1735, weighted error 1.0e-16.
export const TANH64_0 = 0.3333333333333332;
export const TANH64_1 = -0.022222222222050194;
export const TANH64_2 = 0.002116402070648811;
export const TANH64_3 = -0.00021163595139401102;
export const TANH64_4 = 2.1215756021551968e-5;

// (2 atanh(s) / s - 2) / z in powers of z = s^2, |s| <= 0.1716, weighted error 3.1e-16.
export const LOG64_0 = 0.666666666666667;
export const LOG64_1 = 0.3999999999989824;
export const LOG64_2 = 0.285714286264927;
export const LOG64_3 = 0.22222211057615876;
export const LOG64_4 = 0.1818289432593674;
export const LOG64_5 = 0.1533156021670144;
export const LOG64_6 = 0.14618326193783426;

// erf(x) / x - 1 in powers of x^2, |x| <= 1, weighted error 7.1e-18.
export const ERF64_0 = 0.12837916709551256;
export const ERF64_1 = -0.3761263890318355;
export const ERF64_2 = 0.11283791670945252;
export const ERF64_3 = -0.02686617064327602;
export const ERF64_4 = 0.005223977607422183;
export const ERF64_5 = -0.0008548325989649077;
export const ERF64_6 = 0.0001205529531942221;
export const ERF64_7 = -1.4924744648515851e-5;
export const ERF64_8 = 1.6447517555638454e-6;
export const ERF64_9 = -1.620917537157393e-7;
export const ERF64_10 = 1.3722975394538398e-8;
export const ERF64_11 = -7.801189594630272e-10;

// log erfc(1 + c) in powers of c, for c from 0 to 5, weighted with erfc, weighted error 6.6e-18.
export const ERFC64_0 = -1.8496055099332482;
export const ERFC64_1 = -2.6389675142347757;
export const ERFC64_2 = -0.8431072563594127;
export const ERFC64_3 = -0.04156109802507716;
export const ERFC64_4 = 0.010033825179092074;
export const ERFC64_5 = -0.001977901215660532;
export const ERFC64_6 = 0.0002373164344084484;
export const ERFC64_7 = 2.629632745294613e-5;
export const ERFC64_8 = -2.7198973189015363e-5;
export const ERFC64_9 = 9.671377485307589e-6;
export const ERFC64_10 = -2.131940480952783e-6;
export const ERFC64_11 = 2.0481263744883614e-7;
export const ERFC64_12 = 5.8011071541580176e-8;
export const ERFC64_13 = -3.339100220704877e-8;
export const ERFC64_14 = 8.518690037211323e-9;
export const ERFC64_15 = -1.3190863824890213e-9;
export const ERFC64_16 = 1.1932397718409062e-10;
export const ERFC64_17 = -4.864924899028202e-12;

// log 2 as a sum of two numbers, the first with so few digits that its multiples are exact, and 1 / log 2.
export const LN2_HIGH_32 = 0.693115234375;
export const LN2_LOW_32 = 3.194618329871446e-5;
export const INVERSE_LN2_32 = 1.4426950216293335;

// (e^r - 1 - r) / r^2 in powers of r, |r| <= 0.347, weighted error 1.4e-9.
export const EXP32_0 = 0.5;
export const EXP32_1 = 0.1666666716337204;
export const EXP32_2 = 0.041666463017463684;
export const EXP32_3 = 0.008333285339176655;
export const EXP32_4 = 0.0013933753361925483;
export const EXP32_5 = 0.00019907737441826612;

// (r coth r - 1) / z in powers of z = r^2, |r| <= 0.1735, weighted error 2.4e-7.
export const TANH32_0 = 0.3333331048488617;
export const TANH32_1 = -0.022158710286021233;

// (2 atanh(s) / s - 2) / z in powers of z = s^2, |s| <= 0.1716, weighted error 1.1e-9.
export const LOG32_0 = 0.6666666865348816;
export const LOG32_1 = 0.4000012278556824;
export const LOG32_2 = 0.2855072319507599;
export const LOG32_3 = 0.23332765698432922;

// erf(x) / x - 1 in powers of x^2, |x| <= 1, weighted error 1.2e-9.
export const ERF32_0 = 0.12837916612625122;
export const ERF32_1 = -0.3761262595653534;
export const ERF32_2 = 0.11283600330352783;
export const ERF32_3 = -0.026854444295167923;
export const ERF32_4 = 0.005189535208046436;
export const ERF32_5 = -0.0008020842215046287;
export const ERF32_6 = 7.889122207416221e-5;

// log erfc(1 + c) in powers of c, for c from 0 to 3, weighted with erfc, weighted error 1.0e-9.
export const ERFC32_0 = -1.8496055603027344;
export const ERFC32_1 = -2.6389667987823486;
export const ERFC32_2 = -0.8431183099746704;
export const ERFC32_3 = -0.04150068759918213;
export const ERFC32_4 = 0.009890890680253506;
export const ERFC32_5 = -0.0018261622171849012;
export const ERFC32_6 = 0.00018557370640337467;
